import type { Documents } from './documents/documents.js'
import type { Cuts } from './runs/cuts.js'
import type { Runs } from './runs/runs.js'
import type { Titles } from './runs/titles.js'
import type { Store } from './store/store.js'

export interface TrashParts {
  readonly store: Store
  readonly runs: Pick<Runs, 'stop'>
  readonly cuts: Pick<Cuts, 'stop'>
  readonly titles: Pick<Titles, 'cancel'>
  readonly documents: Pick<Documents, 'jobsOf' | 'pause'>
  /** The conversation's row changed. */
  readonly onConversation: (id: string) => void
}

/** Puts a conversation into the trash and ends what is being made in it; what came stays. */
export async function trashConversation(parts: TrashParts, id: string): Promise<void> {
  const { store, runs, cuts, titles, documents, onConversation } = parts
  // First, so that nothing new begins while the rest comes to its end.
  store.conversations.trash(id)
  onConversation(id)
  titles.cancel(id)
  await Promise.all([cuts.stop(id), runs.stop(id)])
  for (const job of documents.jobsOf(id)) await documents.pause(job.id)
  onConversation(id)
}
