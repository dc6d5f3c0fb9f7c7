import { Fragment, type ReactNode } from 'react'

/** Renders items whose index is their identity: text that only grows at its end, lines, passages. */
export function inPlace<T>(items: readonly T[], draw: (item: T, index: number) => ReactNode): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: here the index is the identity
  return items.map((item, index) => <Fragment key={index}>{draw(item, index)}</Fragment>)
}
