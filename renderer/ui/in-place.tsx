import { Fragment, type ReactNode } from 'react'

/** Draws items that are told apart by their place alone: text that only grows at its end, lines, passages. */
export function inPlace<T>(items: readonly T[], draw: (item: T, index: number) => ReactNode): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: here the place is the identity
  return items.map((item, index) => <Fragment key={index}>{draw(item, index)}</Fragment>)
}
