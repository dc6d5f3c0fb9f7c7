import type { SummaryPoint } from '../../../../contract/documents.js'
import { closeMarker, isEcho, withoutDebris } from './debris.js'
import {
  type MarkedPlace,
  minQuoteLength,
  type PointSource,
  placePoint,
  type ReadSource,
  readOnce,
} from './place-point.js'
import { evidenceOpening } from './prompts.js'
import { quotedByNumber, withoutNumber } from './quote-by-number.js'
import { unbroken } from './words.js'

const maxPointLength = 600
/** In characters. No point is this long: a model that writes such a line is degenerate. */
export const maxLineLength = 1_200
/** No model writes this many points about one prompt. */
const maxLines = 1_000
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
  const marked = [...placesIn(head), ...placesIn(tail)]
  const said = stripMarks(tail ? rest.replace(trailing, '') : rest)
  const quoted = quotedByNumber(said, marked, source)
  const { heading, text } =
    quoted === undefined ? source.divide(cleanText(withoutNumber(said, source), source)) : { text: quoted }
  if (quoted === undefined ? !saysSomething(text) : text === '' || isHeading(text)) return undefined
  const placed = placePoint(text, marked, source)
  if (!placed || (!placed.isQuote && isEcho(text))) return undefined
  return { point: heading ? { ...placed, heading } : placed, isItem }
}

const isHeading = (text: string) => /^#{1,6}\s/.test(text)

/** False for markers alone, headings, lines that announce others, and degenerate text. */
const saysSomething = (text: string) =>
  /[\p{L}\p{N}]/u.test(text.replace(pageMarkers, '')) && !text.endsWith(':') && !isHeading(text) && !isRepetitive(text)

/** Without markers and their halves, unless the document itself has them. */
function cleanText(text: string, source: ReadSource): string {
  const clean = withoutDebris(text)
  if (clean === text || text.length < minQuoteLength) return clean
  return source.places.some((at) => source.passage(at).text.includes(unbroken(text))) ? text : clean
}

/** The markers after a point. When it also has one in front, an unknown marker after it is part of the text. */
function tailOf(content: string, isMarked: boolean, source: ReadSource): string {
  const tail = trailing.exec(content)?.[0] ?? ''
  const isKnown = placesIn(tail).some(({ page }) => source.places.some((other) => other.page === page))
  return isMarked && !isKnown ? '' : tail
}

const placesIn = (markers: string): readonly MarkedPlace[] =>
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
