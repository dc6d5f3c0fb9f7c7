import type { SummaryPoint } from '../../../../contract/documents.js'
import { contentWordsOf, wordsOf } from './words.js'

/** A point about the same passage rests on a note that shares this much of the shorter one's content words. */
const minShareOfPassage = 0.5
/** A point about another passage rests on a note that it says nearly whole: a merge gave it the other marker. */
const minShareElsewhere = 0.8
/** Fewer words are in too many points to show that one rests on the note. */
const minWordsElsewhere = 4

/** The notes that a point of the summary rests on, in their order. */
export function usedNotes(notes: readonly SummaryPoint[], summary: readonly SummaryPoint[]): readonly SummaryPoint[] {
  const points = summary.map(withContent)
  return notes.map(withContent).flatMap((note) => (points.some((point) => restsOn(point, note)) ? [note.point] : []))
}

interface Content {
  readonly point: SummaryPoint
  readonly words: ReadonlySet<string>
}

const withContent = (point: SummaryPoint): Content => ({
  point,
  words: new Set(contentWordsOf(wordsOf([point.heading, point.text].filter(Boolean).join(' ')))),
})

function restsOn({ point, words }: Content, note: Content): boolean {
  if (note.words.size === 0 || words.size === 0) return false
  const shared = [...note.words].filter((word) => words.has(word)).length
  if (isSamePlace(point, note.point)) return shared >= minShareOfPassage * Math.min(words.size, note.words.size)
  return note.words.size >= minWordsElsewhere && shared >= minShareElsewhere * note.words.size
}

const isSamePlace = (one: SummaryPoint, other: SummaryPoint) =>
  one.page === other.page && (one.passage === undefined || other.passage === undefined || one.passage === other.passage)
