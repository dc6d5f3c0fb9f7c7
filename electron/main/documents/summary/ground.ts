import type { SummaryPoint } from '../../../../contract/documents.js'
import { evidenceOf } from './note-lines.js'
import type { PassageText } from './plan.js'
import { supportOf } from './support.js'
import { withoutRepeats } from './tidy.js'

/**
 * Replaces each point that its passage supports less than `minSupport` by the sentence that it is most like, as a quote.
 * A point that is like no sentence is left out, unless none would be left.
 */
export function grounded(
  points: readonly SummaryPoint[],
  text: PassageText,
  minSupport: number,
): readonly SummaryPoint[] {
  if (minSupport === 0) return points
  const kept = points.flatMap((point) => {
    const { page, passage } = point
    if (point.isQuote || page === undefined || passage === undefined) return [point]
    if (supportOf(point.text, [text.passage(page, passage)]) >= minSupport) return [point]
    const sentence = evidenceOf(point, text)
    return sentence === undefined ? [] : [{ ...point, text: sentence, isQuote: true }]
  })
  return kept.length === 0 ? points : withoutRepeats(kept)
}
