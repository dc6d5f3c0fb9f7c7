import type { Segment } from './segment.js'

/** Turns a text that the format itself writes into segments: the markers that the vocabulary has, and text. */
export type Literal = (text: string) => readonly Segment[]

/** @param markers those of the format that the vocabulary has */
export function literalOf(markers: readonly string[]): Literal {
  const longestFirst = markers.toSorted((a, b) => b.length - a.length)
  const pattern = new RegExp(`(${longestFirst.map((marker) => marker.replace(/[|[\]/]/g, '\\$&')).join('|')})`, 'g')
  return (text) => text.split(pattern).map((part, index) => (index % 2 === 1 ? { marker: part } : { text: part }))
}

/** Joins neighbouring texts, which the model knows as one, and drops empty ones. */
export function joinTexts(segments: readonly Segment[]): readonly Segment[] {
  const joined: (Segment & { text?: string })[] = []
  for (const segment of segments) {
    const last = joined.at(-1)
    if ('marker' in segment) joined.push(segment)
    else if (segment.text === '') continue
    else if (last && 'text' in last) joined[joined.length - 1] = { text: last.text + segment.text }
    else joined.push(segment)
  }
  return joined
}
