import type { Requests } from '../../../contract/requests.js'
import type { Documents } from '../documents/documents.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import type { Models } from '../models/models.js'
import type { Cuts } from '../runs/cuts.js'
import type { Runs } from '../runs/runs.js'
import type { Titles } from '../runs/titles.js'
import { asId } from './arguments.js'

export interface QueueOptions {
  readonly queue: EngineQueue
  readonly runs: Runs
  readonly cuts: Cuts
  readonly titles: Titles
  readonly documents: Documents
  readonly models: Models
}

/** The queue for the engine. */
export function createQueueRequests({ queue, runs, cuts, titles, documents, models }: QueueOptions) {
  return {
    getQueue: async () => queue.entries,
    async cancelRun(queueEntryId) {
      const entry = queue.entries.find(({ id }) => id === asId(queueEntryId))
      // It may have ended in the meantime.
      if (!entry) return
      switch (entry.purpose) {
        case 'reply':
          return runs.stop(entry.conversationId)
        case 'model':
          return models.cancelChange(entry.targetId)
        case 'fold':
          return cuts.undo(entry.targetId)
        case 'document':
          return documents.pause(entry.targetId)
        case 'title':
          return titles.cancel(entry.conversationId)
      }
    },
  } satisfies Partial<Requests>
}
