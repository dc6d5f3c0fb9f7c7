import type { Message } from '../../../contract/chat.js'
import type { PromptMessage } from '../../../contract/engine.js'

/**
 * The turns that the model is given: what was said and answered, without reasoning. A reply that failed before a word
 * came is left out with nothing in its place; a document stands as a request for its summary and the summary.
 *
 * @param summaryOf the summary of a document job as text, or undefined while there is none
 */
export function promptFrom(
  path: readonly Message[],
  summaryOf: (jobId: string) => { name: string; text: string } | undefined,
): readonly PromptMessage[] {
  return path.flatMap((message) => turnsOf(message, summaryOf))
}

function turnsOf(
  message: Message,
  summaryOf: (jobId: string) => { name: string; text: string } | undefined,
): readonly PromptMessage[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', text: message.text }]
    case 'assistant':
      return message.text ? [{ role: 'assistant', text: message.text }] : []
    case 'document': {
      const summary = summaryOf(message.jobId)
      if (!summary) return []
      return [
        { role: 'user', text: `Summarise the document ${summary.name}.` },
        { role: 'assistant', text: summary.text },
      ]
    }
  }
}
