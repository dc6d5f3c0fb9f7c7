import type { AssistantMessage } from '../../../contract/chat.js'
import { AppError } from '../../../contract/errors.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import { maxReviewerCharacters } from '../../../contract/reviews.js'
import type { Store } from '../store/store.js'
import { refuseTrashed } from '../trash/refuse-trashed.js'
import { asId, asText } from './arguments.js'

export interface ReviewOptions {
  readonly store: Store
  /** A person has said something of a reply. */
  readonly onReview: (message: AssistantMessage) => void
}

/** What a person says of a reply. */
export function createReviewRequests({ store, onReview }: ReviewOptions) {
  const { messages } = store
  /** A reply that can be reviewed: what is in the Trash does not change. */
  const asReply = (value: unknown) => {
    const { id, conversationId } = messages.get(asId(value))
    refuseTrashed(store, conversationId)
    return id
  }

  return {
    async signOff(messageId, by) {
      const id = asReply(messageId)
      const name = asText(by, maxReviewerCharacters, 'Use a shorter name.').replace(/\s+/g, ' ').trim()
      if (name === '') throw new AppError('refused', 'Type your name to sign off.')
      onReview(messages.setSignOff(id, { by: name, at: Date.now() }))
    },
    async takeBackSignOff(messageId) {
      onReview(messages.setSignOff(asReply(messageId), null))
    },
  } satisfies Partial<RequestHandlers>
}
