import type { PageState } from '../../../contract/documents.js'

/** What the steps of a job came to. */
export interface StepAccount {
  readonly parts: { readonly done: number; readonly total: number }
  /** Parts that were read, but for which the model made no usable note. */
  readonly partsWithoutNote: number
  readonly mergesWithoutModel: number
}

/** What was read, in sentences that are true: "All 12 pages were read, in 7 parts; 2 hold no text." */
export function accountOf(pages: readonly PageState[], steps: StepAccount): string {
  const sentences = [pagesSentence(pages, steps.parts)]
  if (steps.partsWithoutNote > 0) sentences.push(noteSentence(steps.partsWithoutNote, steps.parts.total))
  if (steps.mergesWithoutModel > 0) sentences.push(mergeSentence(steps.mergesWithoutModel))
  return sentences.join(' ')
}

function pagesSentence(pages: readonly PageState[], parts: StepAccount['parts']): string {
  const count = (state: PageState) => pages.filter((other) => other === state).length
  const [empty, failed, unread] = [count('empty'), count('failed'), count('unread')]
  const total = pages.length
  const missed = failed + unread
  const inParts = `in ${counted(parts.total, 'part')}`
  const rest = [
    empty > 0 && `${number(empty)} ${empty === 1 ? 'holds' : 'hold'} no text`,
    failed > 0 && `${number(failed)} could not be read`,
    unread > 0 && `${number(unread)} ${unread === 1 ? 'was' : 'were'} not read`,
  ].filter((clause) => clause !== false)
  const tail = rest.length > 0 ? `; ${rest.join(', ')}` : ''
  if (parts.done < parts.total) {
    return `${number(parts.done)} of ${counted(parts.total, 'part')} ${parts.done === 1 ? 'was' : 'were'} read${tail}.`
  }
  if (missed > 0) return `${number(total - missed)} of ${counted(total, 'page')} were read, ${inParts}${tail}.`
  if (total === 1) return `The only page was read, ${inParts}.`
  return `All ${number(total)} pages were read, ${inParts}${tail}.`
}

function noteSentence(count: number, total: number): string {
  if (total === 1) return 'The model made no note on it; its first sentence is used instead.'
  if (count === total) return 'The model made no note on any part; their first sentences are used instead.'
  const their = count === 1 ? 'its first sentence is' : 'their first sentences are'
  return `The model made no note on ${counted(count, 'part')}; ${their} used instead.`
}

const mergeSentence = (count: number) =>
  `The notes could not be brought together by the model in ${count === 1 ? 'one step' : `${number(count)} steps`}; the first of them are used instead.`

const number = (value: number) => value.toLocaleString('en')
const counted = (value: number, noun: string) => `${number(value)} ${noun}${value === 1 ? '' : 's'}`
