import type { SummaryPoint } from '../../../../contract/documents.js'
import type { SummaryForm } from '../../../../contract/summary-forms.js'
import { missingIn, quotesIn } from '../questions/verbatim.js'
import { dateOrder } from './dates.js'
import type { PassageText } from './plan.js'
import { sectionsOf } from './sections.js'
import { supportOf } from './support.js'
import { unfoundIn } from './unfound.js'
import { contentWordsOf, wordsOf } from './words.js'

/** Two points about one passage say the same when the shorter one has so few words of its own. */
const maxOwnWords = 0.1
/** Fewer words are in too many points to show that two say the same. */
const minComparedWords = 4

/** By page and passage; a point without a page stays behind the one that it follows. */
export function inPageOrder(points: readonly SummaryPoint[]): readonly SummaryPoint[] {
  let last: readonly [number, number] = [0, 0]
  const keys = new Map(
    points.map((point) => {
      if (point.page !== undefined) last = [point.page, point.passage ?? 0]
      return [point, last]
    }),
  )
  const keyOf = (point: SummaryPoint) => keys.get(point) ?? last
  return points.toSorted((one, other) => {
    const [a, b] = [keyOf(one), keyOf(other)]
    return a[0] - b[0] || a[1] - b[1]
  })
}

/** Without points that say what an earlier one says. */
export function withoutRepeats(points: readonly SummaryPoint[]): readonly SummaryPoint[] {
  const kept: { readonly point: SummaryPoint; readonly key: string; readonly content: ReadonlySet<string> }[] = []
  for (const point of points) {
    const words = wordsOf([point.heading, point.text].filter(Boolean).join(' '))
    const key = words.join(' ')
    const content = new Set(contentWordsOf(words))
    const isRepeat = kept.some(
      (other) =>
        other.key === key ||
        (isSamePassage(other.point, point) &&
          other.point.heading === point.heading &&
          saysTheSame(other.content, content)),
    )
    if (!isRepeat) kept.push({ point, key, content })
  }
  return kept.map(({ point }) => point)
}

const isSamePassage = (one: SummaryPoint, other: SummaryPoint) =>
  one.page !== undefined && one.page === other.page && one.passage === other.passage

function saysTheSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [short, long] = one.size < other.size ? [one, other] : [other, one]
  if (short.size < minComparedWords) return false
  return [...short].filter((word) => !long.has(word)).length <= maxOwnWords * short.size
}

/**
 * The points of a finished summary: each with its place, support and unfound facts, in page order (a timeline in the order
 * of its dates), none twice, and in the sections that the document itself has. Points without a place are left out, unless
 * no point has one.
 */
export function finishPoints(
  points: readonly SummaryPoint[],
  form: SummaryForm,
  text: PassageText,
): readonly SummaryPoint[] {
  const placed = points.some(({ page }) => page !== undefined)
    ? points.filter(({ page }) => page !== undefined)
    : points
  const ordered = withMissingQuotes(
    withoutRepeats(inPageOrder(placed)).map((point) => measured(point, text)),
    text,
  )
  switch (form) {
    case 'sections':
      return inSections(ordered, text)
    case 'timeline':
      return inTime(ordered)
    default:
      return ordered
  }
}

function measured(point: SummaryPoint, text: PassageText): SummaryPoint {
  const { heading, page, passage } = point
  const passages =
    page === undefined ? [] : passage === undefined ? text.passagesOf(page) : [text.passage(page, passage)]
  const facts = [heading, point.text].filter((each) => each !== undefined)
  return {
    ...point,
    support: supportOf(point.text, passages),
    unfound: page === undefined ? [] : [...new Set(facts.flatMap((each) => unfoundIn(each, passages)))],
  }
}

/** A quote may stand elsewhere than where the point says, and then it is none that the model made up. */
function withMissingQuotes(points: readonly SummaryPoint[], text: PassageText): readonly SummaryPoint[] {
  const quotesOf = ({ heading = '', text: said }: SummaryPoint) => quotesIn(`${heading}\n${said}`)
  const quotes = [...new Set(points.flatMap(quotesOf))]
  const missing = new Set(quotes.length === 0 ? [] : missingIn(quotes, text.pageTexts()))
  return points.map((point) => {
    const missingQuotes = quotesOf(point).filter((quote) => missing.has(quote))
    return missingQuotes.length === 0 ? point : { ...point, missingQuotes }
  })
}

/** The document's own headings are better than those of a model, which may make some up. */
function inSections(points: readonly SummaryPoint[], text: PassageText): readonly SummaryPoint[] {
  const sectionOf = sectionsOf(text.places())
  return points.map((point) => {
    const { page, passage } = point
    const heading = page === undefined ? undefined : sectionOf({ page, passage })
    return heading === undefined ? point : { ...point, heading }
  })
}

/** A date that the model did not name is taken from the point; points without one are no events. */
function inTime(points: readonly SummaryPoint[]): readonly SummaryPoint[] {
  const dated = points.flatMap((point) => {
    const named = dateOrder(point.heading ?? '')
    const found = named ?? dateOrder(point.text)
    return found ? [{ point: { ...point, heading: named ? point.heading : found.written }, order: found.order }] : []
  })
  return dated.length === 0 ? points : dated.toSorted((one, other) => one.order - other.order).map(({ point }) => point)
}
