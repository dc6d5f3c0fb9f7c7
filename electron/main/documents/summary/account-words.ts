import type { SummaryAccount } from '../../../../contract/documents.js'
import { pagesInWords } from './page-words.js'

/** The steps for which the model wrote nothing usable. */
export interface StepsWithoutModel {
  /** Of each such part, its pages. */
  readonly parts: readonly { readonly firstPage: number; readonly lastPage: number }[]
  readonly merges: number
  /** The summary could not be written in its form. */
  readonly forms: number
}

/**
 * Says what was read, and what the summary rests on: "All 412 pages were read, in 37 parts; 2 hold no text. The summary uses
 * 31 of 37 notes; 11 of 12 points are supported by their passage, 1 to check. Without text: pages 4 and 9."
 */
export function accountWords(account: SummaryAccount, without: StepsWithoutModel): string {
  const sentences = [pagesSentence(account), summarySentence(account), namedPages(account)]
  if (without.parts.length > 0) sentences.push(noteSentence(without.parts, account.parts.total))
  if (without.merges > 0) sentences.push(mergeSentence(without.merges))
  if (without.forms > 0)
    sentences.push('The model could not write it in this form; its points stand as they were noted.')
  return sentences.filter((sentence) => sentence !== '').join(' ')
}

function pagesSentence({ pages, empty, failed, unread, parts }: SummaryAccount): string {
  const missed = failed.length + unread.length
  const inParts = `in ${counted(parts.total, 'part')}`
  const rest = [
    empty.length > 0 && `${number(empty.length)} ${empty.length === 1 ? 'holds' : 'hold'} no text`,
    failed.length > 0 && `${number(failed.length)} could not be read`,
    unread.length > 0 && `${number(unread.length)} ${unread.length === 1 ? 'was' : 'were'} not read`,
  ].filter((clause) => clause !== false)
  const tail = rest.length > 0 ? `; ${rest.join(', ')}` : ''
  if (parts.done < parts.total) {
    return `${number(parts.done)} of ${counted(parts.total, 'part')} ${parts.done === 1 ? 'was' : 'were'} read${tail}.`
  }
  if (missed > 0) return `${number(pages - missed)} of ${counted(pages, 'page')} were read, ${inParts}${tail}.`
  if (pages === 1) return `The only page was read, ${inParts}.`
  return `All ${number(pages)} pages were read, ${inParts}${tail}.`
}

/** Nothing about points that were not measured. */
function summarySentence({ notes, notesUsed, points, supported, toCheck }: SummaryAccount): string {
  if (notes === 0 || points === 0) return ''
  const uses = `The summary uses ${notesUsed === notes ? allOf(notes, 'note') : `${number(notesUsed)} of ${counted(notes, 'note')}`}`
  if (supported + toCheck < points) return `${uses}.`
  if (points === 1) return `${uses}; its only point is ${toCheck === 0 ? 'supported by its passage' : 'to check'}.`
  if (toCheck === 0) return `${uses}; all ${number(points)} points are supported by their passage.`
  return `${uses}; ${number(supported)} of ${number(points)} points ${supported === 1 ? 'is supported by its' : 'are supported by their'} passage, ${number(toCheck)} to check.`
}

/** "Without text: page 4. Unreadable: page 9. Nothing noted: pages 6 to 8." */
function namedPages({ pages, empty, failed, withoutNote }: SummaryAccount): string {
  if (pages === 1) return ''
  const named = [
    ['Without text', empty],
    ['Unreadable', failed],
    ['Nothing noted', withoutNote],
  ] as const
  return named.flatMap(([what, some]) => (some.length > 0 ? [`${what}: ${pagesInWords(some)}.`] : [])).join(' ')
}

function noteSentence(parts: StepsWithoutModel['parts'], total: number): string {
  const count = parts.length
  if (total === 1) return 'The model made no note on it; its first sentence is used instead.'
  if (count === total) return 'The model made no note on any part; their first sentences are used instead.'
  const their = count === 1 ? 'its first sentence is' : 'their first sentences are'
  const pages = new Set(
    parts.flatMap(({ firstPage, lastPage }) =>
      Array.from({ length: lastPage - firstPage + 1 }, (_, index) => firstPage + index),
    ),
  )
  return `The model made no note on ${counted(count, 'part')} (${pagesInWords([...pages])}); ${their} used instead.`
}

const mergeSentence = (count: number) =>
  `The model could not combine the notes in ${counted(count, 'step')}; the first notes are used instead.`

const number = (value: number) => value.toLocaleString('en')
const counted = (value: number, noun: string) => `${number(value)} ${noun}${value === 1 ? '' : 's'}`
const allOf = (value: number, noun: string) => (value === 1 ? `its only ${noun}` : `all ${counted(value, noun)}`)
