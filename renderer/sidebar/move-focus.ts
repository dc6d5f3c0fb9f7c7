import type { KeyboardEvent } from 'react'
import type { Section } from './list-layout.js'

const moves: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => Math.min(index + 1, count - 1),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
}
const pageRows = 10
const listMoves: typeof moves = {
  ...moves,
  PageDown: (index, count) => Math.min(index + pageRows, count - 1),
  PageUp: (index) => Math.max(index - pageRows, 0),
}

/** The row to which a key moves the focus from the row `key`, if it is a key that does. Prevents its default. */
export function keyAfter<Row>(
  event: KeyboardEvent,
  sections: readonly Section<Row>[],
  key: string,
  keyOf: (row: Row) => string,
): string | undefined {
  const move = listMoves[event.key]
  if (!move || event.altKey || event.metaKey || event.ctrlKey) return undefined
  const keys = sections.flatMap(({ rows }) => rows.map(keyOf))
  const index = keys.indexOf(key)
  if (index < 0) return undefined
  event.preventDefault()
  return keys[move(index, keys.length)]
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
