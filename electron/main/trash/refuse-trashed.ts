import { AppError } from '../../../contract/errors.js'
import type { Store } from '../store/store.js'

/** Throws `refused` while the conversation is in the Trash. */
export function refuseTrashed({ conversations }: Store, id: string): void {
  if (conversations.get(id).trashedAt === undefined) return
  throw new AppError('refused', 'This conversation is in the Trash. Restore it to continue.')
}
