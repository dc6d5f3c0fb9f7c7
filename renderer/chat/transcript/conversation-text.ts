import type { Message } from '../../../contract/chat.js'
import { summaryText } from '../../documents/job-words.js'
import type { TranscriptState } from '../../stores/transcript.js'

/** The messages from place `first` to `last` as text, with who said what, in reading order. Leaves out empty replies. */
export function conversationText({ order, messages, jobs }: TranscriptState, first: number, last: number): string {
  const textOf = (message: Message | undefined): string => {
    if (message === undefined) return ''
    if (message.role === 'document') {
      const job = jobs[message.jobId]
      return job ? summaryText(job) : ''
    }
    const name = message.role === 'user' ? 'You' : 'Assistant'
    return message.text === '' ? '' : `${name}:\n${message.text.trimEnd()}`
  }
  return order
    .slice(first, last + 1)
    .map((id) => textOf(messages[id]))
    .filter((text) => text !== '')
    .join('\n\n')
}
