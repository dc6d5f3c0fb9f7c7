import type { KeyboardEvent } from 'react'

const moves: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => Math.min(index + 1, count - 1),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** Moves the focus between the rows of a list with the arrow keys, Home and End. Returns the row that got the focus. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): HTMLElement | undefined {
  const move = moves[event.key]
  if (!move || event.altKey || event.metaKey || event.ctrlKey) return undefined
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const index = rows.indexOf(document.activeElement as HTMLElement)
  if (index < 0) return undefined
  event.preventDefault()
  const row = rows[move(index, rows.length)]
  row?.focus()
  row?.scrollIntoView({ block: 'nearest' })
  return row
}
