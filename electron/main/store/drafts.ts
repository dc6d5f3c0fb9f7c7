import { AppError } from '../../../contract/errors.js'
import type { Database } from './database.js'
import type { Drafts } from './store.js'

const newConversationKey = ''

export function createDrafts(db: Database): Drafts {
  const one = db.prepare<{ text: string }>('SELECT text FROM drafts WHERE conversation_id = ?')
  const put = db.prepare(`
    INSERT INTO drafts (conversation_id, text) VALUES (?, ?)
    ON CONFLICT (conversation_id) DO UPDATE SET text = excluded.text`)
  const remove = db.prepare('DELETE FROM drafts WHERE conversation_id = ?')
  const conversation = db.prepare('SELECT 1 FROM conversations WHERE id = ?')

  return {
    load: (conversationId) => one.get(conversationId ?? newConversationKey)?.text ?? '',
    save(conversationId, text) {
      if (conversationId !== null && !conversation.get(conversationId)) {
        throw new AppError('not-found', 'This conversation no longer exists.')
      }
      if (text === '') remove.run(conversationId ?? newConversationKey)
      else put.run(conversationId ?? newConversationKey, text)
    },
  }
}
