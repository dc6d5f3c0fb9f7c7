import { AppError } from '../../../contract/errors.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { ContentFilter } from '../filter/content-filter.js'
import type { createFilterModels } from '../filter/filter-models.js'
import type { Replies } from '../runs/replies.js'
import type { Store } from '../store/store.js'
import { asId } from './arguments.js'

export interface FilterRequestOptions {
  readonly store: Store
  readonly engine: EngineClient
  readonly replies: Replies
  readonly filter: ContentFilter
  readonly filterModels: Pick<ReturnType<typeof createFilterModels>, 'forecast'>
}

/** The content filter: what it decided, and what the user does about it. */
export function createFilterRequests({ store, engine, replies, filter, filterModels }: FilterRequestOptions) {
  return {
    getFilterModel: async () => filterModels.forecast(),
    async releaseMessage(messageId) {
      const { id, conversationId, role } = store.messages.get(asId(messageId))
      if (role !== 'user') {
        filter.release(id)
        return
      }
      replies.refuseBusy(conversationId)
      filter.release(id)
      // The reply that failed because its question was held is made now.
      const last = store.messages.path(conversationId).at(-1)
      if (last?.role === 'assistant' && last.parentId === id) replies.regenerate(last.id)
    },
    async checkAgain(messageId) {
      const { id, conversationId } = store.messages.get(asId(messageId))
      replies.refuseBusy(conversationId)
      filter.checkAgain(id)
    },
    async showCheck(messageId) {
      const { status } = engine
      if (status.state !== 'ready') throw new AppError('engine-busy', 'Load a model first: the prompt is made with it.')
      return engine.showPrompt(filter.requestOf(asId(messageId), status.model.contextLength))
    },
  } satisfies Partial<RequestHandlers>
}
