import { AppError } from '../../../contract/errors.js'
import { readReplySettings } from '../settings/settings-schema.js'
import type { Database } from './database.js'
import type { Drafts } from './store.js'
import { fromJson } from './stored-reply.js'

const newConversationKey = ''

export function createDrafts(db: Database): Drafts {
  const one = db.prepare<{ text: string; settings: string | null }>(
    'SELECT text, settings FROM drafts WHERE conversation_id = ?',
  )
  const put = db.prepare(`
    INSERT INTO drafts (conversation_id, text, settings) VALUES (?, ?, ?)
    ON CONFLICT (conversation_id) DO UPDATE SET text = excluded.text, settings = excluded.settings`)
  const remove = db.prepare('DELETE FROM drafts WHERE conversation_id = ?')
  const conversation = db.prepare('SELECT 1 FROM conversations WHERE id = ?')
  const editsOf = db.prepare<{ target_id: string; text: string }>(
    'SELECT target_id, text FROM edits WHERE conversation_id = ?',
  )
  const putEdit = db.prepare(`
    INSERT INTO edits (target_id, conversation_id, text)
    SELECT ?1, conversation_id, ?2 FROM (
      SELECT id, conversation_id FROM messages UNION ALL SELECT id, conversation_id FROM cuts
    ) WHERE id = ?1
    ON CONFLICT (target_id) DO UPDATE SET text = excluded.text`)
  const removeEdit = db.prepare('DELETE FROM edits WHERE target_id = ?')
  const requireConversation = (id: string) => {
    if (!conversation.get(id)) throw new AppError('not-found', 'This conversation no longer exists.')
  }

  return {
    load: (conversationId) => one.get(conversationId ?? newConversationKey)?.text ?? '',
    save(conversationId, text, settings) {
      if (conversationId !== null) requireConversation(conversationId)
      if (text === '') remove.run(conversationId ?? newConversationKey)
      else put.run(conversationId ?? newConversationKey, text, settings ? JSON.stringify(settings) : null)
    },
    loadNew() {
      const row = one.get(newConversationKey)
      if (!row) return { text: '' }
      const settings = fromJson(row.settings)
      return { text: row.text, ...(settings !== undefined && { settings: readReplySettings(settings) }) }
    },
    edits: (conversationId) =>
      Object.fromEntries(editsOf.all(conversationId).map(({ target_id, text }) => [target_id, text])),
    saveEdit(targetId, text) {
      if (text === null) removeEdit.run(targetId)
      else if (putEdit.run(targetId, text) === 0) throw new AppError('not-found', 'This message no longer exists.')
    },
  }
}
