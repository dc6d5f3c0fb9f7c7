import type { SummaryPoint } from '../../../../contract/documents.js'
import type { SummaryForm, SummaryOptions } from '../../../../contract/summary-forms.js'
import { type Ask, askForPoints, type OnPoints } from './ask-for-points.js'
import type { Capacity } from './capacity.js'
import { maxLineTokensFor } from './merge-plan.js'
import { type LineOptions, noteLines } from './note-lines.js'
import type { DividedText } from './place-point.js'
import type { PassageText } from './plan.js'
import { formPrompt } from './prompts.js'
import { markerOfPoint, type Outcome, sourceOfPoints } from './steps.js'

/** Points that one answer writes: the longer an answer, the more its end says what no note does. */
export const maxFormPoints = 13
const maxDividedHeading = 200

interface FormRule {
  /** The points are the form already; they are written again only for a purpose or in another language. */
  readonly isList?: boolean
  /** Takes apart a line that has two halves. */
  readonly divide?: (text: string) => DividedText
  /** The wording is new, so that the words of a passage cannot show where a point is from. */
  readonly isReworded?: boolean
  /** A model that writes a smaller share of the points has not written the form. */
  readonly minShare: number
}

const rules: Readonly<Record<SummaryForm, FormRule>> = {
  points: { isList: true, minShare: 0.5 },
  sections: { isList: true, minShare: 0.5 },
  paragraph: { minShare: 0.3 },
  page: { minShare: 0.5 },
  table: { divide: divideAtMark, minShare: 0.3 },
  questions: { divide: divideQuestion, minShare: 0.3 },
  timeline: { divide: divideAtMark, minShare: 0.1 },
  plain: { isReworded: true, minShare: 0.5 },
}

/** True when the merged points are not yet the summary in the form that the options ask for. */
export function needsWriting({ form, purpose, language }: SummaryOptions, { isInstructable }: Capacity): boolean {
  return isInstructable && (!rules[form].isList || Boolean(purpose || language))
}

/** True when a form is asked for that the model cannot be asked to write: its points stand as they were noted. */
export function isOutOfReach({ form, purpose, language }: SummaryOptions, { isInstructable }: Capacity): boolean {
  return !isInstructable && (!rules[form].isList || Boolean(purpose || language))
}

/** True when the summary is asked for in other words or another language than the document's. */
export const isReworded = ({ form, language }: SummaryOptions) => Boolean(rules[form].isReworded || language)

/** Writes points in a form. Without a usable answer, returns the points as they are and `isByModel` false. */
export async function writeForm(
  points: readonly SummaryPoint[],
  options: SummaryOptions & Pick<LineOptions, 'count'> & { readonly partTokens: number; readonly onPoints?: OnPoints },
  text: PassageText,
  ask: Ask,
): Promise<Outcome> {
  const { form, count, partTokens, onPoints } = options
  const lines = await noteLines(points, { count, evidence: text, maxTokens: maxLineTokensFor(partTokens) })
  const marker = markerOfPoint(points)
  const written = [...lines.values()]
  const hasEvidence = written.some((line) => line.hasEvidence)
  const prompt = formPrompt(
    written.map(({ line }) => line),
    marker,
    options,
    hasEvidence,
  )
  const { divide, minShare } = rules[form]
  const source = { ...sourceOfPoints(points, text), divide, isReworded: isReworded(options) }
  const least = Math.max(1, Math.floor(points.length * minShare))
  const answer = await askForPoints(prompt, marker, ask, source, { wanted: least, least, onPoints })
  const placed = answer.filter(({ page }) => page !== undefined)
  return placed.length >= least ? { points: placed, isByModel: true } : { points, isByModel: false }
}

/** "March 2024 | The ferry was repaired.", or with a colon, as models also write it. */
function divideAtMark(text: string): DividedText {
  const row = text.replace(/^[|｜]\s*|\s*[|｜]$/gu, '')
  return halves(row, /\s*[|｜]\s*/u) ?? halves(text, /(?<!\d)\s*[:：]\s+|\*\*:?\s+|\s+[–—]\s+/u) ?? { text }
}

/** "Who repaired it? | The town.", or without the bar. */
function divideQuestion(text: string): DividedText {
  const bare = text.replace(/^(?:Q|Question)\s?[:.]\s*/i, '')
  const divided = halves(bare, /\s*[|｜]\s*/u) ?? halves(bare, /(?<=[?？])\**\s*(?=\S)/u)
  if (!divided) return { text }
  return { ...divided, text: divided.text.replace(/^(?:A|Answer)\s?[:.]\s*/i, '') }
}

function halves(text: string, mark: RegExp): DividedText | undefined {
  const found = mark.exec(text.slice(0, maxDividedHeading))
  if (!found) return undefined
  const clean = (half: string) => half.replace(/^[\s|*]+|[\s|*]+$/g, '')
  const heading = clean(text.slice(0, found.index))
  const rest = clean(text.slice(found.index + found[0].length))
  return heading === '' || rest === '' ? undefined : { heading, text: rest }
}
