import { type SummaryPoint, supportState } from '../../contract/documents.js'

/** What is printed on a page as its number: "12", "iv", "A-3". */
const printedNumber = /^(?:\p{L}{0,3}[-.–]?\d+|[ivxlcdm]+)$/iu

/** "p. 12", or what the page calls itself: "p. iv", "Results of the year", "12:00". */
export function pageName(page: number, label: string | undefined): string {
  if (label === undefined) return `p. ${page}`
  return printedNumber.test(label) ? `p. ${label}` : label
}

/** Why a point is to be checked; undefined where its passage supports it, and where that was not measured. */
export function checkWords(point: SummaryPoint): string | undefined {
  if (supportState(point) !== 'to-check') return undefined
  const { unfound = [], missingQuotes = [] } = point
  const reasons = [
    ...missingQuotes.map((quote) => `“${quote}” is not found in the document`),
    ...(unfound.length > 0 ? [`not on its page: ${unfound.join(', ')}`] : []),
  ]
  return `To check: ${reasons.length > 0 ? reasons.join('; ') : 'its passage may say something else'}`
}
