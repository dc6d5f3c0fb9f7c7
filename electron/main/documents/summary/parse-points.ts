import type { SummaryPoint } from '../../../../contract/documents.js'
import { closeMarker, isEcho, withoutMarkers } from './debris.js'
import { evidenceOpening } from './prompts.js'
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
}

export type DividedText = Pick<SummaryPoint, 'heading' | 'text'>

export interface Place {
  readonly page: number
  readonly passage: number
}

const maxPointLength = 600
/** In characters. No point is this long: a model that writes such a line is degenerate. */
export const maxLineLength = 1_200
/** No model writes this many points about one prompt. */
const maxLines = 1_000
/** A point that names no place is put where a passage supports it so well. */
const minLocatedSupport = 0.6
/** Shorter text is in too many passages to show where it comes from. */
const minQuoteLength = 15
/** Points of one passage that start with this many equal characters are repeats. */
const repeatLength = 60
const number = '\\d{1,7}'
const place = `pp?\\.?\\s*${number}(?:\\s*[:：]\\s*${number})?(?:\\s*[-–]\\s*${number})?`
const places = `${place}(?:\\s*[,;]\\s*(?:${place}|${number}))*`
// gpt-oss often writes 【】 where the prompt has [].
const marker = `(?:\\[\\s*${places}\\s*\\]|【\\s*${places}\\s*】|\\(\\s*${places}\\s*\\))`
const leading = new RegExp(`^(?:${marker}[\\s:–—-]*)+`, 'i')
const trailing = new RegExp(`(?:\\s*${marker})+(?=[.!?]?$)`, 'i')
const pageMarkers = new RegExp(marker, 'gi')
const placeParts = new RegExp(`p\\.?\\s*(${number})(?:\\s*[:：]\\s*(${number}))?`, 'gi')
const bullet = /^\s{0,12}(?:[-*•–—+]|\d{1,3}[.)])\s+/
const loneMarker = new RegExp(`^\\s{0,12}(?:[-*•–—+]\\s+|\\d{1,3}[.)]\\s+)?${marker}[\\s:–—-]*$`, 'i')

/**
 * The points of a model's answer, one per line. A marker counts only when the prompt had it; a line without a marker gets
 * the place where the text contains its words. A line without a place that is not a list item is no point.
 *
 * @param isCutOff the answer ended at a limit, so that its last line may be incomplete
 */
export function parsePoints(answer: string, given: PointSource, isCutOff = false): readonly SummaryPoint[] {
  const source = readOnce(given)
  const lines = answer.split('\n', maxLines)
  if (isCutOff && lines.length > 1) lines.pop()
  const found = withLoneMarkers(lines).flatMap((line) => {
    const parsed = parseLine(line, source)
    return parsed ? [parsed] : []
  })
  const points = found.some(({ point }) => point.page !== undefined)
    ? found.filter(({ point, isItem }) => point.page !== undefined || isItem).map(({ point }) => point)
    : []
  return removeRepeats(points)
}

/** Joins each line that is only a marker with the line below it, which is its text. */
function withLoneMarkers(lines: readonly string[]): readonly string[] {
  const joined: string[] = []
  let mark = ''
  for (const line of lines) {
    if (loneMarker.test(line)) mark = line.trimEnd()
    else if (mark !== '' && line.trim() !== '') {
      joined.push(leading.test(line.replace(bullet, '')) ? line : `${mark} ${line.replace(bullet, '')}`)
      mark = ''
    } else joined.push(line)
  }
  return joined
}

function parseLine(written: string, source: ReadSource): { point: SummaryPoint; isItem: boolean } | undefined {
  const line = written.slice(0, maxLineLength)
  const isItem = bullet.test(line)
  const content = closeMarker(line.replace(bullet, '').replace(/\s+/g, ' ').trim())
  if (content.startsWith(evidenceOpening)) return undefined
  const head = leading.exec(content)?.[0] ?? ''
  const rest = content.slice(head.length)
  const tail = tailOf(rest, head !== '', source)
  const { heading, text } = source.divide(cleanText(stripMarks(tail ? rest.replace(trailing, '') : rest), source))
  if (
    !/[\p{L}\p{N}]/u.test(text.replace(pageMarkers, '')) ||
    text.endsWith(':') ||
    /^#{1,6}\s/.test(text) ||
    isRepetitive(text)
  )
    return undefined
  const placed = placePoint(text, [...placesIn(head), ...placesIn(tail)], source)
  if (!placed || (!placed.isQuote && isEcho(text))) return undefined
  return { point: heading ? { ...placed, heading } : placed, isItem }
}

/** Without markers and their halves, unless the document itself has them. */
function cleanText(text: string, source: ReadSource): string {
  const clean = withoutMarkers(text)
  if (clean === text || text.length < minQuoteLength) return clean
  return source.places.some((at) => source.passage(at).text.includes(unbroken(text))) ? text : clean
}

/** The markers after a point. When it also has one in front, an unknown marker after it is part of the text. */
function tailOf(content: string, isMarked: boolean, source: ReadSource): string {
  const tail = trailing.exec(content)?.[0] ?? ''
  const isKnown = placesIn(tail).some(({ page }) => source.places.some((other) => other.page === page))
  return isMarked && !isKnown ? '' : tail
}

function placePoint(
  text: string,
  marked: readonly { page: number; passage?: number }[],
  source: ReadSource,
): SummaryPoint | undefined {
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
  // A point that shares nothing with the passage it names is from an unknown place.
  if (!source.isReworded && !known.some((at) => isSupported(text, at, source))) return undefined
  return { text, page: first.page, ...(first.passage !== undefined && { passage: first.passage }), isQuote: false }
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
function isSupported(text: string, at: { page: number; passage?: number }, source: ReadSource): boolean {
  const where = source.places.filter(({ page, passage }) => page === at.page && passage === (at.passage ?? passage))
  const passages = where.map((one) => source.passage(one).words)
  return text.split(/(?<=[.!?])\s+/).every((sentence) => {
    const words = longWords(sentence)
    return words.filter((word) => passages.some((there) => there.has(word))).length * 4 >= words.length
  })
}

/** A source whose texts are normalized once, however many lines an answer has. */
interface ReadSource {
  readonly places: readonly Place[]
  passage(at: Place): { readonly text: string; readonly words: ReadonlySet<string> }
  /** By normalized text. */
  readonly points: ReadonlyMap<string, SummaryPoint>
  readonly divide: (text: string) => DividedText
  readonly isReworded: boolean
}

function readOnce({
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

const placesIn = (markers: string) =>
  [...markers.matchAll(placeParts)].map(([, page, passage]) => ({
    page: Number(page),
    ...(passage !== undefined && { passage: Number(passage) }),
  }))

/** Removes the marks that Markdown or a model puts around a whole point. */
function stripMarks(text: string): string {
  const plain = text.trim()
  const bare = /^(\*\*|__|["“„«])(.{1,600}?)(\*\*|__|["”“»])$/.exec(plain)
  const inner = bare?.[2] && !/["“”„«»*]/.test(bare[2]) ? bare[2].trim() : plain
  if (inner.length <= maxPointLength) return inner
  return `${inner.slice(0, maxPointLength).replace(/\s+\S*$/, '')}…`
}

/** True when a word or a few characters repeat many times, as in degenerate output. */
export const isRepetitive = (text: string) =>
  /(?<!\S)(\S{1,40})(?: \1){3}(?!\S)/.test(text) || /([^\s.…_=*-]{1,4})\1{9}/.test(text)

/** An answer that has written a line so often goes on with it to its limit. */
const maxEqualLines = 3

/** True when one of the complete lines repeats too often, whatever their markers are. */
export function repeatsLines(answer: string): boolean {
  const counts = new Map<string, number>()
  for (const line of answer.split('\n').slice(0, -1)) {
    if (line.trim() === '') continue
    const words = unbroken(line.replace(bullet, '').replace(leading, ''))
    const count = (counts.get(words) ?? 0) + 1
    if (count > maxEqualLines) return true
    counts.set(words, count)
  }
  return false
}

function removeRepeats(points: readonly SummaryPoint[]): readonly SummaryPoint[] {
  const seen = new Set<string>()
  return points.filter(({ text, page, passage }) => {
    const key = `${page}:${passage} ${unbroken(text).toLowerCase().slice(0, repeatLength)}`
    return !seen.has(key) && seen.add(key)
  })
}
