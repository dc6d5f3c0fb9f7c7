import type { Batches } from '../documents/batch/batches.js'
import type { Documents } from '../documents/documents.js'
import type { Cuts } from '../runs/cuts.js'
import type { Runs } from '../runs/runs.js'
import type { Titles } from '../runs/titles.js'
import type { Store } from '../store/store.js'

export interface TrashOptions {
  readonly store: Store
  readonly runs: Pick<Runs, 'stop'>
  readonly cuts: Pick<Cuts, 'stop'>
  readonly titles: Pick<Titles, 'cancel'>
  readonly documents: Pick<Documents, 'jobsOf' | 'pause' | 'stopReadings'>
  readonly batches: Pick<Batches, 'pauseAll'>
  /** Called when the conversation's row in the sidebar changes. */
  readonly onConversation: (id: string) => void
}

/** Trashes a conversation and stops its run, folds and title, reads its documents no further, and pauses its summaries and batches. Their text stays. */
export async function trashConversation(options: TrashOptions, id: string): Promise<void> {
  const { store, runs, cuts, titles, documents, batches, onConversation } = options
  // First, so that nothing new starts while the rest stops.
  store.conversations.trash(id)
  onConversation(id)
  titles.cancel(id)
  await Promise.all([cuts.stop(id), runs.stop(id)])
  for (const job of documents.jobsOf(id)) await documents.pause(job.id)
  await batches.pauseAll(id)
  await documents.stopReadings(id)
  onConversation(id)
}
