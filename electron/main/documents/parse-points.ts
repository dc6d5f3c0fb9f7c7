import type { SummaryPoint } from '../../../contract/documents.js'

/** What a prompt was made of, against which its answer is checked. */
export interface PointSource {
  /** The passage's text; undefined when the prompt did not have it. */
  passage(page: number, passage: number): string | undefined
  /** The places that the prompt had, in order. */
  readonly places: readonly Place[]
  /** Points that the prompt had; an answer that repeats one keeps its place. */
  readonly points?: readonly SummaryPoint[]
}

export interface Place {
  readonly page: number
  readonly passage: number
}

const longestPoint = 600
/** Shorter words stand in too many passages to say where they are from. */
const shortestClue = 15
/** Points of one passage that begin with as many of the same characters say the same. */
const repeatLength = 60
const number = '\\d{1,7}'
const place = `pp?\\.?\\s*${number}(?:\\s*[:：]\\s*${number})?(?:\\s*[-–]\\s*${number})?`
const places = `${place}(?:\\s*[,;]\\s*(?:${place}|${number}))*`
// gpt-oss likes 【】 for what it was shown in [].
const marker = `(?:\\[\\s*${places}\\s*\\]|【\\s*${places}\\s*】|\\(\\s*${places}\\s*\\))`
const leading = new RegExp(`^(?:${marker}[\\s:–—-]*)+`, 'i')
const trailing = new RegExp(`(?:\\s*${marker})+(?=[.!?]?$)`, 'i')
const placeParts = new RegExp(`p\\.?\\s*(${number})(?:\\s*[:：]\\s*(${number}))?`, 'gi')
const bullet = /^\s{0,12}(?:[-*•–—+]|\d{1,3}[.)])\s+/

/**
 * The points of a model's answer, one a line. A marker counts only when the prompt had it; a line without one is placed
 * by finding its words in the text. What neither has a place nor is a list item beside placed ones is talk, no point.
 *
 * @param isCutOff the answer ended at a limit, so that its last line may be half a line
 */
export function parsePoints(answer: string, source: PointSource, isCutOff = false): readonly SummaryPoint[] {
  const lines = answer.split('\n')
  if (isCutOff && lines.length > 1) lines.pop()
  const found = lines.flatMap((line) => {
    const parsed = parseLine(line, source)
    return parsed ? [parsed] : []
  })
  const points = found.some(({ point }) => point.page !== undefined)
    ? found.filter(({ point, isItem }) => point.page !== undefined || isItem).map(({ point }) => point)
    : []
  return withoutRepeats(points)
}

function parseLine(line: string, source: PointSource): { point: SummaryPoint; isItem: boolean } | undefined {
  const isItem = bullet.test(line)
  const content = line.replace(bullet, '').replace(/\s+/g, ' ').trim()
  const head = leading.exec(content)?.[0] ?? ''
  const rest = content.slice(head.length)
  const tail = tailOf(rest, head !== '', source)
  const text = tidy(tail ? rest.replace(trailing, '') : rest)
  if (!/[\p{L}\p{N}]/u.test(text) || text.endsWith(':') || /^#{1,6}\s/.test(text) || stammers(text)) return undefined
  const point = placed(text, [...placesIn(head), ...placesIn(tail)], source)
  return point && { point, isItem }
}

/** Markers behind a point; behind one that is marked in front, what the prompt did not have is part of the text. */
function tailOf(content: string, isMarked: boolean, source: PointSource): string {
  const tail = trailing.exec(content)?.[0] ?? ''
  const isOurs = placesIn(tail).some(({ page }) => source.places.some((other) => other.page === page))
  return isMarked && !isOurs ? '' : tail
}

function placed(
  text: string,
  marked: readonly { page: number; passage?: number }[],
  source: PointSource,
): SummaryPoint | undefined {
  const repeated = source.points?.find((point) => fold(point.text) === fold(text))
  if (repeated) return repeated
  const known = marked.filter(({ page, passage }) =>
    source.places.some((other) => other.page === page && (passage === undefined || other.passage === passage)),
  )
  const stands = (at: Place) => fold(source.passage(at.page, at.passage) ?? '').includes(fold(text))
  const [first] = known
  // A model that names the right page and the wrong passage is put right by its own quote.
  const reachable = first ? source.places.filter(({ page }) => known.some((at) => at.page === page)) : source.places
  const exact = known.find((at): at is Place => at.passage !== undefined && stands(at as Place))
  const quoted = exact ?? (fold(text).length >= shortestClue ? reachable.find(stands) : undefined)
  if (quoted) return { text, page: quoted.page, passage: quoted.passage, isQuote: true }
  if (!first) return { text, isQuote: false }
  // What shares nothing with the passage that it names is not from there, and from where is not known.
  if (!known.some((at) => isSupported(text, at, source))) return undefined
  return { text, page: first.page, ...(first.passage !== undefined && { passage: first.passage }), isQuote: false }
}

/** At least a quarter of the longer words of each of a point's sentences stand where it says that it is from. */
function isSupported(text: string, at: { page: number; passage?: number }, source: PointSource): boolean {
  const where = source.places.filter(({ page, passage }) => page === at.page && passage === (at.passage ?? passage))
  const there = new Set(where.flatMap((one) => longWords(source.passage(one.page, one.passage) ?? '')))
  return text.split(/(?<=[.!?])\s+/).every((sentence) => {
    const words = longWords(sentence)
    return words.filter((word) => there.has(word)).length * 4 >= words.length
  })
}

/** Words by their first letters, so that an ending makes no difference; scripts without spaces count by the letter. */
const longWords = (text: string) =>
  fold(text)
    .toLowerCase()
    .match(/\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|[\p{L}\p{N}]{4,}/gu)
    ?.map((word) => word.slice(0, 5)) ?? []

const placesIn = (markers: string) =>
  [...markers.matchAll(placeParts)].map(([, page, passage]) => ({
    page: Number(page),
    ...(passage !== undefined && { passage: Number(passage) }),
  }))

/** Without the marks that Markdown or a model puts around a whole point. */
function tidy(text: string): string {
  const plain = text.trim()
  const bare = /^(\*\*|__|["“„«])(.{1,600}?)(\*\*|__|["”“»])$/.exec(plain)
  const inner = bare?.[2] && !/["“”„«»*]/.test(bare[2]) ? bare[2].trim() : plain
  if (inner.length <= longestPoint) return inner
  return `${inner.slice(0, longestPoint).replace(/\s+\S*$/, '')}…`
}

/** A word or a few characters over and over: a model that lost its way. */
export const stammers = (text: string) =>
  /(?<!\S)(\S{1,40})(?: \1){3}(?!\S)/.test(text) || /([^\s.…_=*-]{1,4})\1{9}/.test(text)

const fold = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()

function withoutRepeats(points: readonly SummaryPoint[]): readonly SummaryPoint[] {
  const seen = new Set<string>()
  return points.filter(({ text, page, passage }) => {
    const key = `${page}:${passage} ${fold(text).toLowerCase().slice(0, repeatLength)}`
    return !seen.has(key) && seen.add(key)
  })
}
