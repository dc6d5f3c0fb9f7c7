import { batchTable } from '../../../contract/batch-table.js'
import type { Message } from '../../../contract/chat.js'
import { plainAnswer } from '../../documents/answer-words.js'
import { summaryText } from '../../documents/job-words.js'
import type { TranscriptState } from '../../stores/transcript.js'

/** The messages from place `first` to `last` as text, with who said what, in reading order. Leaves out empty replies. */
export function conversationText(
  { order, messages, jobs, documents, batches }: TranscriptState,
  first: number,
  last: number,
): string {
  const textOf = (message: Message | undefined): string => {
    if (message === undefined) return ''
    if (message.role === 'document') {
      const job = jobs[message.jobId]
      return job ? summaryText(job) : ''
    }
    if (message.text === '') return ''
    if (message.role === 'assistant') return `Assistant:\n${plainAnswer(message, documents).trimEnd()}`
    const batch = batches[message.id]
    return `You:\n${message.text.trimEnd()}${batch ? `\n\n${batchTable(batch)}` : ''}`
  }
  return order
    .slice(first, last + 1)
    .map((id) => textOf(messages[id]))
    .filter((text) => text !== '')
    .join('\n\n')
}
