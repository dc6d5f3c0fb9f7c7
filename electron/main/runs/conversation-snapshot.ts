import { firstPageLength } from '../../../contract/chat.js'
import type { Batches } from '../documents/batch/batches.js'
import type { Documents } from '../documents/documents.js'
import type { Store } from '../store/store.js'
import type { Cuts } from './cuts.js'
import type { QueuedMessages } from './queued-messages.js'
import type { Replies } from './replies.js'
import type { Runs } from './runs.js'

interface Parts {
  readonly store: Store
  readonly runs: Runs
  readonly documents: Documents
  readonly batches: Batches
  readonly replies: Replies
  readonly cuts: Cuts
  readonly queued: QueuedMessages
}

/** All that a window needs to show a conversation, with its last page of messages. */
export function snapshotOf({ store, runs, documents, batches, replies, cuts, queued }: Parts, conversationId: string) {
  const ids = store.messages.pathIds(conversationId)
  const earlierIds = ids.slice(0, -firstPageLength).join(' ')
  return {
    conversationId,
    messages: runs.these(conversationId, ids.slice(-firstPageLength)),
    ...(earlierIds !== '' && { earlierIds }),
    jobs: documents.jobsOf(conversationId),
    batches: batches.of(conversationId),
    documents: documents.documentsOf(conversationId),
    draft: store.drafts.load(conversationId),
    queued: queued.of(conversationId),
    edits: store.drafts.edits(conversationId),
    settings: replies.settingsOf(conversationId),
    ownNames: replies.inheritance.ownNames(conversationId),
    cuts: cuts.onPath(conversationId, ids),
  }
}
