import { batchTable } from '../../../contract/batch-table.js'
import type { Message } from '../../../contract/chat.js'
import { escaped, markdownHtml } from '../../../markdown/to-html.js'
import { plainAnswer } from '../../documents/answer-words.js'
import { summaryText } from '../../documents/job-words.js'
import type { TranscriptState } from '../../stores/transcript.js'

/** A message with who said it. */
interface SaidText {
  readonly who: string
  readonly text: string
  /** Otherwise it is shown as it was written. */
  readonly isMarkdown: boolean
}

/** The messages from place `first` to `last` as text, with who said what, in reading order. Leaves out empty replies. */
export const conversationText = (transcript: TranscriptState, first: number, last: number): string =>
  saidIn(transcript, first, last)
    .map(({ who, text }) => (who === '' ? text : `${who}:\n${text}`))
    .join('\n\n')

/** The same as rich text. */
export const conversationHtml = (transcript: TranscriptState, first: number, last: number): string =>
  saidIn(transcript, first, last)
    .map(({ who, text, isMarkdown }) => {
      const name = who === '' ? '' : `<p><strong>${who}</strong></p>\n`
      return name + (isMarkdown ? markdownHtml(text) : `<p>${escaped(text).replaceAll('\n', '<br>')}</p>\n`)
    })
    .join('')

function saidIn(
  { order, messages, jobs, documents, batches }: TranscriptState,
  first: number,
  last: number,
): readonly SaidText[] {
  const said = (message: Message | undefined): SaidText | undefined => {
    if (message === undefined) return undefined
    if (message.role === 'document') {
      const job = jobs[message.jobId]
      return job && { who: '', text: summaryText(job), isMarkdown: true }
    }
    if (message.text === '') return undefined
    if (message.role === 'assistant') {
      return { who: 'Assistant', text: plainAnswer(message, documents).trimEnd(), isMarkdown: true }
    }
    const batch = batches[message.id]
    const text = message.text.trimEnd()
    if (!batch) return { who: 'You', text, isMarkdown: false }
    return { who: 'You', text: `${text}\n\n${batchTable(batch)}`, isMarkdown: true }
  }
  return order.slice(first, last + 1).flatMap((id) => said(messages[id]) ?? [])
}
