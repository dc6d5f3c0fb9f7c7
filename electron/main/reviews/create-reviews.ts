import type { AssistantMessage } from '../../../contract/chat.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import type { Replies } from '../runs/replies.js'
import type { Store } from '../store/store.js'
import { ClaimChecks } from './claim-checks.js'
import { DoubtfulReplies } from './doubts.js'

interface ReviewsOptions {
  readonly store: Store
  readonly engine: EngineClient
  readonly queue: EngineQueue
  readonly replies: Pick<Replies, 'loadModel' | 'requestInPlaceOf'>
  readonly onReview: (message: AssistantMessage) => void
}

/** What helps a person to look a reply over. */
export function createReviews({ store, engine, queue, replies, onReview }: ReviewsOptions) {
  const loadModel = (conversationId: string) => replies.loadModel(conversationId)
  const claimChecks = new ClaimChecks({ store, engine, queue, loadModel, onReview })
  const requestInPlaceOf = (reply: AssistantMessage) => replies.requestInPlaceOf(reply)
  const doubts = new DoubtfulReplies({ store, engine, queue, loadModel, requestInPlaceOf })
  return {
    claimChecks,
    doubts,
    async stopAll() {
      doubts.stopAll()
      await claimChecks.stopAll()
    },
  }
}
