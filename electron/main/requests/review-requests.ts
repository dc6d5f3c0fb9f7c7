import type { AssistantMessage } from '../../../contract/chat.js'
import { AppError } from '../../../contract/errors.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import { type Claims, isClaimState, maxReviewerCharacters } from '../../../contract/reviews.js'
import type { ClaimChecks } from '../reviews/claim-checks.js'
import type { DoubtfulReplies } from '../reviews/doubts.js'
import type { Store } from '../store/store.js'
import { refuseTrashed } from '../trash/refuse-trashed.js'
import { asId, asText } from './arguments.js'

export interface ReviewOptions {
  readonly store: Store
  readonly claimChecks: ClaimChecks
  readonly doubts: DoubtfulReplies
  /** A person has said something of a reply. */
  readonly onReview: (message: AssistantMessage) => void
}

/** Longer than any sentence that is listed. */
const maxClaimCharacters = 10_000

/** What a person says of a reply. */
export function createReviewRequests({ store, claimChecks, doubts, onReview }: ReviewOptions) {
  const { messages } = store
  const claimsOf = (id: string) => {
    const message = messages.get(id)
    return message.role === 'assistant' ? message.claims : undefined
  }
  /** Lists that were removed since the app started. Kept, because a person has looked the claims up. */
  const removed = new Map<string, Claims>()
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
    async checkReply(messageId) {
      claimChecks.start(asReply(messageId))
    },
    findDoubts: async (messageId) => doubts.find(asReply(messageId)),
    async setClaim(messageId, text, state) {
      const id = asReply(messageId)
      const said = asText(text, maxClaimCharacters)
      if (!isClaimState(state)) throw new AppError('refused', 'There is no such state of a claim.')
      const claims = claimsOf(id)
      if (!claims?.list.some((claim) => claim.text === said))
        throw new AppError('not-found', 'This claim is no longer in the list.')
      const list = claims.list.map((claim) => (claim.text === said ? { ...claim, state } : claim))
      onReview(messages.setClaims(id, { ...claims, list }))
    },
    async removeClaims(messageId) {
      const id = asReply(messageId)
      claimChecks.cancel(id)
      const claims = claimsOf(id)
      if (claims) removed.set(id, claims)
      onReview(messages.setClaims(id, null))
    },
    async restoreClaims(messageId) {
      const id = asReply(messageId)
      const claims = removed.get(id)
      if (!claims) throw new AppError('not-found', 'This list is no longer kept. Check the reply again.')
      onReview(messages.setClaims(id, claims))
      removed.delete(id)
    },
  } satisfies Partial<RequestHandlers>
}
