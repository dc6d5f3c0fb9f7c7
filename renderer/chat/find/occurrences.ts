import type { Message } from '../../../contract/chat.js'
import { lowerCase } from '../../../contract/lower-case.js'
import { summaryAsText } from '../../../contract/summary-text.js'
import { visibleText } from '../../../markdown/visible-text.js'
import { plainAnswer } from '../../documents/answer-words.js'
import type { TranscriptState } from '../../stores/transcript.js'

/** The parts of a message whose text can be found, as they are named in `data-part`, in the order of the window. */
export type FoundPart = 'reasoning' | 'question' | 'answer' | 'summary'

/** How often the query stands in a part of a message. */
export interface PartCount {
  readonly messageId: string
  readonly part: FoundPart
  readonly count: number
}

type Texts = readonly { readonly part: FoundPart; readonly text: string }[]

/** The texts that the window shows of a message, in lower case. Kept, because to parse them takes most of the time. */
const known = new WeakMap<object, Texts>()

/** Counts every occurrence of `query` in a message, as the window shows it. */
export function countsIn(message: Message, transcript: TranscriptState, query: string): readonly PartCount[] {
  const wanted = lowerCase(query)
  if (wanted === '') return []
  return textsOf(message, transcript)
    .map(({ part, text }) => ({ messageId: message.id, part, count: countOf(text, wanted) }))
    .filter(({ count }) => count > 0)
}

function textsOf(message: Message, { documents, jobs }: TranscriptState): Texts {
  const source = message.role === 'document' ? jobs[message.jobId] : message
  if (!source) return []
  const before = known.get(source)
  if (before) return before
  const texts: { part: FoundPart; text: string }[] = []
  const add = (part: FoundPart, text: string) => text !== '' && texts.push({ part, text: lowerCase(text) })
  if (message.role === 'user') add('question', visibleText(message.text))
  if (message.role === 'assistant') {
    add('reasoning', visibleText(message.reasoning))
    add('answer', visibleText(plainAnswer(message, documents)))
  }
  if (message.role === 'document') {
    const job = jobs[message.jobId]
    if (job) add('summary', visibleText(summaryAsText({ summary: job.summary, form: job.options.form })))
  }
  known.set(source, texts)
  return texts
}

function countOf(text: string, wanted: string): number {
  let count = 0
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) count++
  return count
}

/** One occurrence: the `nth` of a part, from 0. */
export interface Occurrence {
  readonly messageId: string
  readonly part: FoundPart
  readonly nth: number
}

export const totalOf = (counts: readonly PartCount[]): number => counts.reduce((sum, { count }) => sum + count, 0)

/** The occurrence with this number, from 0. */
export function occurrenceAt(counts: readonly PartCount[], index: number): Occurrence | undefined {
  let before = 0
  for (const { messageId, part, count } of counts) {
    if (index < before + count) return { messageId, part, nth: index - before }
    before += count
  }
  return undefined
}

/** The number of an occurrence, from 0; undefined when it is there no more. */
export function numberOf(counts: readonly PartCount[], { messageId, part, nth }: Occurrence): number | undefined {
  let before = 0
  for (const each of counts) {
    if (each.messageId === messageId && each.part === part) return nth < each.count ? before + nth : undefined
    before += each.count
  }
  return undefined
}

/** The number of the first occurrence in one of these messages, which are in order; 0 when none has any. */
export function firstAfter(counts: readonly PartCount[], messageIds: ReadonlySet<string>): number {
  let before = 0
  for (const { messageId, count } of counts) {
    if (messageIds.has(messageId)) return before
    before += count
  }
  return 0
}
