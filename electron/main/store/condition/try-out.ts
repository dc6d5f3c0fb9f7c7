import type { Database } from '../database.js'
import type { Conversations, Messages } from '../store.js'

/**
 * Reads what the first window shows, and writes an exchange that it takes back. A file that looks good may still refuse
 * every write. Throws what the store throws.
 */
export function tryOut(db: Database, conversations: Conversations, messages: Messages): void {
  const [newest] = conversations.list()
  if (newest) messages.path(newest.id)
  messages.unfinished()
  const undo = new Error('The trial is over.')
  try {
    db.transaction(() => {
      const { id } = conversations.create('Trial')
      const { reply } = messages.addExchange(id, 'Trial', '')
      messages.finishReply(reply.id, { state: 'done' })
      throw undo
    })
  } catch (error) {
    if (error !== undo) throw error
  }
}
