import type { PageState } from '../../../../contract/documents.js'

/** The results of the steps of a job. */
export interface StepAccount {
  readonly parts: { readonly done: number; readonly total: number }
  /** The number of parts that were read but have no usable note. */
  readonly partsWithoutNote: number
  readonly mergesWithoutModel: number
}

/** Says what was read: "All 12 pages were read, in 7 parts; 2 hold no text." */
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
  `The model could not combine the notes in ${counted(count, 'step')}; the first notes are used instead.`

const number = (value: number) => value.toLocaleString('en')
const counted = (value: number, noun: string) => `${number(value)} ${noun}${value === 1 ? '' : 's'}`
