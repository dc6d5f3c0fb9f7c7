import { AppError } from '../../../contract/errors.js'
import type { QueuedMessage } from '../../../contract/queued.js'
import type { Database } from './database.js'

/** Messages that are not sent yet, each until it is sent or taken back. */
export interface Queued {
  /** In the order in which they will be sent. */
  list(conversationId: string): readonly QueuedMessage[]
  add(conversationId: string, text: string): QueuedMessage
  /** Throws `not-found` when it was sent or taken back before. */
  take(id: string): QueuedMessage & { readonly conversationId: string }
}

export function createQueued(db: Database): Queued {
  const listed = db.prepare<{ id: string; text: string }>(
    'SELECT id, text FROM queued_messages WHERE conversation_id = ? ORDER BY sequence',
  )
  const insert = db.prepare('INSERT INTO queued_messages (id, conversation_id, text) VALUES (?, ?, ?)')
  const one = db.prepare<{ conversation_id: string; text: string }>(
    'SELECT conversation_id, text FROM queued_messages WHERE id = ?',
  )
  const remove = db.prepare('DELETE FROM queued_messages WHERE id = ?')
  return {
    list: (conversationId) => listed.all(conversationId),
    add(conversationId, text) {
      const id = db.newId()
      insert.run(id, conversationId, text)
      return { id, text }
    },
    take(id) {
      const row = one.get(id)
      if (!row || remove.run(id) === 0) throw new AppError('not-found', 'This message no longer waits.')
      return { id, conversationId: row.conversation_id, text: row.text }
    },
  }
}
