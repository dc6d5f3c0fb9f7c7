import { randomUUID } from 'node:crypto'
import type { AssistantMessage, DocumentMessage, Message, UserMessage } from '../../../contract/chat.js'
import { AppError } from '../../../contract/errors.js'
import type { Database } from './database.js'
import { createReplyText } from './reply-text.js'
import { type MessageRow, messageColumns, toMessage } from './rows.js'
import type { SearchIndex } from './search-index.js'
import type { Messages } from './store.js'

type New = Pick<MessageRow, 'conversation_id' | 'parent_id' | 'role'> & {
  text?: string
  model?: string
  jobId?: string
}

export function createMessages(db: Database, index: SearchIndex, now: () => number): Messages {
  const one = db.prepare<MessageRow>(`SELECT ${messageColumns} FROM messages WHERE id = ?`)
  const chosen = db.prepare<MessageRow>(`
    WITH RECURSIVE path (id, parent, depth) AS (
      SELECT messages.id, parent_id, 0 FROM conversations JOIN messages ON messages.id = leaf_id
        WHERE conversations.id = ?
      UNION ALL
      SELECT messages.id, parent_id, depth + 1 FROM path JOIN messages ON messages.id = path.parent
    )
    SELECT ${messageColumns} FROM path JOIN messages USING (id) ORDER BY depth DESC`)
  const open = db.prepare<MessageRow>(
    `SELECT ${messageColumns} FROM messages WHERE state = 'waiting' ORDER BY sequence`,
  )
  const conversation = db.prepare<{ leaf_id: string | null }>('SELECT leaf_id FROM conversations WHERE id = ?')
  const insert = db.prepare(`
    INSERT INTO messages (id, conversation_id, parent_id, role, created_at, text, state, model, job_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const choose = db.prepare('UPDATE conversations SET leaf_id = ?, updated_at = ? WHERE id = ?')
  const replies = createReplyText(db, index)

  const rowOf = (id: string): MessageRow => {
    const row = one.get(id)
    if (!row) throw new AppError('not-found', 'This message no longer exists.')
    return row
  }
  const leafOf = (conversationId: string): string | null => {
    const row = conversation.get(conversationId)
    if (!row) throw new AppError('not-found', 'This conversation no longer exists.')
    return row.leaf_id
  }
  const get = (id: string): Message => toMessage(replies.withChunks(rowOf(id)))

  /** Adds the message and chooses it as the leaf. */
  const add = (message: New): string => {
    const id = randomUUID()
    const at = now()
    const state = message.role === 'assistant' ? 'waiting' : null
    const { conversation_id, parent_id, role, text = '', model = null, jobId = null } = message
    insert.run(id, conversation_id, parent_id, role, at, text, state, model, jobId)
    choose.run(id, at, conversation_id)
    if (role === 'user') index.addMessage(id, text)
    return id
  }

  return {
    get,
    path(conversationId) {
      leafOf(conversationId)
      return chosen.all(conversationId).map((row) => toMessage(replies.withChunks(row)))
    },
    addExchange: (conversationId, text, model) =>
      db.transaction(() => {
        const leaf = leafOf(conversationId)
        const user = add({ conversation_id: conversationId, parent_id: leaf, role: 'user', text })
        const reply = add({ conversation_id: conversationId, parent_id: user, role: 'assistant', model })
        return { user: get(user) as UserMessage, reply: get(reply) as AssistantMessage }
      }),
    addVersion: (messageId, model) =>
      db.transaction(() => {
        const { conversation_id, parent_id, role } = rowOf(messageId)
        if (role !== 'assistant') throw new AppError('refused', 'Only a reply can be made again.')
        return get(add({ conversation_id, parent_id, role, model })) as AssistantMessage
      }),
    addDocument: (conversationId, jobId) =>
      db.transaction(() => {
        const leaf = leafOf(conversationId)
        return get(
          add({ conversation_id: conversationId, parent_id: leaf, role: 'document', jobId }),
        ) as DocumentMessage
      }),
    appendReply: replies.append,
    finishReply: (id, end) =>
      db.transaction(() => {
        replies.finish(id, end)
        return get(id) as AssistantMessage
      }),
    unfinished: () => open.all().map((row) => toMessage(replies.withChunks(row)) as AssistantMessage),
  }
}
