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
  /** Called when rows of conversations in the sidebar change. */
  readonly onConversation: (...ids: readonly string[]) => void
}

/**
 * Trashes conversations and stops their runs, folds and titles, reads their documents no further, and pauses their summaries
 * and batches. Their text stays.
 */
export async function trashConversations(options: TrashOptions, ids: readonly string[]): Promise<void> {
  const { store, onConversation } = options
  // First, so that nothing new starts while the rest stops.
  const trashed = store.atomically(() => ids.map((id) => store.conversations.trash(id)))
  onConversation(...ids)
  for (const { id, isBusy } of trashed) {
    await stopWork(options, id)
    if (isBusy) onConversation(id)
  }
}

async function stopWork({ runs, cuts, titles, documents, batches }: TrashOptions, id: string): Promise<void> {
  titles.cancel(id)
  await Promise.all([cuts.stop(id), runs.stop(id)])
  for (const job of documents.jobsOf(id)) await documents.pause(job.id)
  await batches.pauseAll(id)
  await documents.stopReadings(id)
}
