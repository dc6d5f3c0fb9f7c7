import { AppError } from '../../../contract/errors.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { Replies } from '../runs/replies.js'
import type { QuickEntry } from '../window/quick-entry.js'
import { asText, maxMessageCharacters } from './arguments.js'

export interface QuickOptions {
  readonly replies: Replies
  readonly quickEntry: QuickEntry
  /** Shows a conversation in the main window. */
  readonly openConversation: (id: string) => void
}

/** The window for a question from anywhere. */
export function createQuickRequests({ replies, quickEntry, openConversation }: QuickOptions) {
  return {
    async askQuickly(text) {
      const question = asText(text, maxMessageCharacters)
      if (question.trim() === '') throw new AppError('refused', 'A message needs some text.')
      const { conversationId } = replies.begin(question)
      quickEntry.hide()
      openConversation(conversationId)
    },
    async closeQuickEntry() {
      quickEntry.hide()
    },
  } satisfies Partial<RequestHandlers>
}
