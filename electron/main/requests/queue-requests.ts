import type { RequestHandlers } from '../../../contract/requests.js'
import type { Batches } from '../documents/batch/batches.js'
import type { Documents } from '../documents/documents.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import type { ContentFilter } from '../filter/content-filter.js'
import type { Models } from '../models/models.js'
import type { ModelSpeeds } from '../models/speed/model-speeds.js'
import type { ClaimChecks } from '../reviews/claim-checks.js'
import type { DoubtfulReplies } from '../reviews/doubts.js'
import type { Cuts } from '../runs/cuts.js'
import type { Runs } from '../runs/runs.js'
import type { Titles } from '../runs/titles.js'
import { asId } from './arguments.js'

export interface QueueOptions {
  readonly queue: EngineQueue
  readonly runs: Runs
  readonly cuts: Cuts
  readonly titles: Titles
  readonly claimChecks: ClaimChecks
  readonly doubts: Pick<DoubtfulReplies, 'cancel'>
  readonly documents: Documents
  readonly batches: Batches
  readonly models: Models
  readonly speeds: Pick<ModelSpeeds, 'cancel'>
  readonly filter: Pick<ContentFilter, 'cancel'>
}

/** The queue for the engine. */
export function createQueueRequests(options: QueueOptions) {
  const { queue, runs, cuts, titles, claimChecks, doubts, documents, batches, models, speeds, filter } = options
  return {
    getQueue: async () => queue.entries,
    async cancelRun(queueEntryId) {
      const entry = queue.entries.find(({ id }) => id === asId(queueEntryId))
      // It may have ended in the meantime.
      if (!entry) return
      switch (entry.purpose) {
        case 'reply':
          await runs.stop(entry.conversationId)
          return
        case 'filter':
          filter.cancel(entry.targetId)
          return
        case 'model':
          models.cancelChange(entry.targetId)
          return
        case 'fold':
          await cuts.undo(entry.targetId)
          return
        case 'document':
          await (batches.has(entry.targetId) ? batches : documents).pause(entry.targetId)
          return
        case 'benchmark':
          speeds.cancel()
          return
        case 'check':
          claimChecks.cancel(entry.targetId)
          return
        case 'weigh':
          doubts.cancel(entry.targetId)
          return
        case 'title':
          titles.cancel(entry.conversationId)
      }
    },
  } satisfies Partial<RequestHandlers>
}
