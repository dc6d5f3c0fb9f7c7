import type { SummaryPoint } from '../../../../contract/documents.js'
import { supportOf } from './support.js'
import { unbroken } from './words.js'

/** The content of a prompt. Its answer is checked against this. */
export interface PointSource {
  /** The text of a passage; undefined when the prompt did not have it. */
  passage(page: number, passage: number): string | undefined
  /** The places in the prompt, in order. */
  readonly places: readonly Place[]
  /** The points in the prompt; an answer that repeats one keeps its place. */
  readonly points?: readonly SummaryPoint[]
  /** Takes apart what a point stands under and its text, in a form that has both. */
  readonly divide?: (text: string) => DividedText
  /** The answer is asked for in other words or another language than the text, so that its markers must be believed. */
  readonly isReworded?: boolean
  /** The sentences of a passage as the prompt numbered them; absent when it did not. */
  readonly sentences?: (at: Place) => readonly string[]
}

export type DividedText = Pick<SummaryPoint, 'heading' | 'text'>

/** The place of a marker, which may name only a page. */
export interface MarkedPlace {
  readonly page: number
  readonly passage?: number
}

export interface Place {
  readonly page: number
  readonly passage: number
}

/** A point that names no place is put where a passage supports it so well. */
const minLocatedSupport = 0.6
/** A point that is supported less where it says it is from may be from elsewhere. */
const maxWeakSupport = 0.3
/** Shorter text is in too many passages to show where it comes from. */
export const minQuoteLength = 15

/** The point that a text is, with its place. `marked` are the places that it names. */
export function placePoint(text: string, marked: readonly MarkedPlace[], source: ReadSource): SummaryPoint | undefined {
  const words = unbroken(text)
  const repeated = source.points.get(words)
  if (repeated) return repeated
  const known = marked.filter(({ page, passage }) =>
    source.places.some((other) => other.page === page && (passage === undefined || other.passage === passage)),
  )
  const isIn = (at: Place) => source.passage(at).text.includes(words)
  const [first] = known
  // When a model names the right page but the wrong passage, its quote shows the right one.
  const reachable = first ? source.places.filter(({ page }) => known.some((at) => at.page === page)) : source.places
  const exact = known.find((at): at is Place => at.passage !== undefined && isIn(at as Place))
  const quoted = exact ?? (words.length >= minQuoteLength ? reachable.find(isIn) : undefined)
  if (quoted) return { text, page: quoted.page, passage: quoted.passage, isQuote: true }
  if (!first) return { text, ...locate(text, source), isQuote: false }
  // A small model often names another passage than the one that it speaks of.
  const better = isWeak(text, known, source) ? locate(text, source) : undefined
  if (better) return { text, ...better, isQuote: false }
  // A point that shares nothing with the passage it names is from an unknown place.
  if (!source.isReworded && !known.some((at) => isSupported(text, at, source))) return undefined
  return { text, page: first.page, ...(first.passage !== undefined && { passage: first.passage }), isQuote: false }
}

/** True when the places that a point names hardly support it. */
function isWeak(text: string, known: readonly MarkedPlace[], source: ReadSource): boolean {
  const named = source.places.filter(({ page, passage }) =>
    known.some((at) => at.page === page && (at.passage === undefined || at.passage === passage)),
  )
  return (
    !source.isReworded &&
    supportOf(
      text,
      named.map((at) => source.passage(at).text),
    ) < maxWeakSupport
  )
}

/** The place that a point is from which names none; undefined when no passage supports it well. */
function locate(text: string, source: ReadSource): Place | undefined {
  const words = longWords(text)
  const shared = (at: Place) => {
    const there = source.passage(at).words
    return words.filter((word) => there.has(word)).length
  }
  let best: Place | undefined
  let most = Math.max(2, words.length / 2)
  for (const at of source.places) {
    const count = shared(at)
    if (count <= most) continue
    best = at
    most = count
  }
  return best && supportOf(text, [source.passage(best).text]) >= minLocatedSupport ? best : undefined
}

/** True when the place contains at least a quarter of the longer words of each sentence. */
function isSupported(text: string, at: MarkedPlace, source: ReadSource): boolean {
  const where = source.places.filter(({ page, passage }) => page === at.page && passage === (at.passage ?? passage))
  const passages = where.map((one) => source.passage(one).words)
  return text.split(/(?<=[.!?])\s+/).every((sentence) => {
    const words = longWords(sentence)
    return words.filter((word) => passages.some((there) => there.has(word))).length * 4 >= words.length
  })
}

/** A source whose texts are normalized once, however many lines an answer has. */
export interface ReadSource {
  readonly places: readonly Place[]
  passage(at: Place): { readonly text: string; readonly words: ReadonlySet<string> }
  /** By normalized text. */
  readonly points: ReadonlyMap<string, SummaryPoint>
  readonly divide: (text: string) => DividedText
  readonly isReworded: boolean
  readonly sentences?: (at: Place) => readonly string[]
}

export function readOnce({
  places,
  points = [],
  divide = (text) => ({ text }),
  isReworded = false,
  ...source
}: PointSource): ReadSource {
  const passages = new Map<string, ReturnType<ReadSource['passage']>>()
  return {
    places,
    divide,
    isReworded,
    sentences: source.sentences,
    points: new Map(points.toReversed().map((point) => [unbroken(point.text), point])),
    passage({ page, passage }) {
      const key = `${page}:${passage}`
      const known = passages.get(key)
      if (known) return known
      const text = unbroken(source.passage(page, passage) ?? '')
      const read = { text, words: new Set(longWords(text)) }
      passages.set(key, read)
      return read
    },
  }
}

/** The first letters of each longer word, so that endings make no difference; single letters in scripts without spaces. */
const longWords = (text: string) =>
  unbroken(text)
    .toLowerCase()
    .match(/\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|[\p{L}\p{N}]{4,}/gu)
    ?.map((word) => word.slice(0, 5)) ?? []
