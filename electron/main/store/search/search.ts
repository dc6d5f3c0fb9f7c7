import type { SearchHit } from '../../../../contract/chat.js'
import type { Database } from '../database.js'
import { type ConversationRow, conversationColumns, toConversation } from '../rows.js'
import { toMatchExpression } from './search-text.js'
import { makeSnippet } from './snippet.js'

/**
 * One hit per conversation: first those with a matching title, then those with a matching message, each newest first.
 * The snippet is from the best matching message on the chosen path, or from another version when none there matches.
 */
export function createSearch(db: Database): (query: string, limit: number) => readonly SearchHit[] {
  const byTitle = db.prepare<ConversationRow>(`
    SELECT ${conversationColumns} FROM title_index JOIN conversations ON sequence = title_index.rowid
    WHERE title_index MATCH ? AND trashed_at IS NULL ORDER BY updated_at DESC LIMIT ?`)
  const byMessage = db.prepare<ConversationRow & { message: string }>(`
    WITH RECURSIVE hits AS MATERIALIZED (
      SELECT messages.id AS message, conversation_id, rank AS score FROM message_index
        JOIN messages ON messages.sequence = message_index.rowid WHERE message_index MATCH ?
    ), listed AS MATERIALIZED (
      SELECT conversations.id, leaf_id FROM conversations
      WHERE trashed_at IS NULL AND id IN (SELECT conversation_id FROM hits) ORDER BY updated_at DESC LIMIT ?
    ), forked AS MATERIALIZED (
      SELECT id, leaf_id FROM listed
      WHERE id IN (SELECT conversation_id FROM hits GROUP BY conversation_id HAVING count(*) > 1)
        AND (SELECT count(*) > count(DISTINCT ifnull(parent_id, '')) FROM messages WHERE conversation_id = listed.id)
    ), shown (id, sequence, parent) AS MATERIALIZED (
      SELECT messages.id, messages.sequence, parent_id FROM forked JOIN messages ON messages.id = leaf_id
      UNION ALL
      SELECT messages.id, messages.sequence, parent_id FROM shown
        JOIN messages ON messages.id = shown.parent AND messages.sequence < shown.sequence
    ), best AS MATERIALIZED (
      SELECT message, conversation_id, min(score + CASE
          WHEN conversation_id NOT IN (SELECT id FROM forked) OR message IN (SELECT id FROM shown) THEN 0 ELSE 1e9 END)
        FROM hits WHERE conversation_id IN (SELECT id FROM listed) GROUP BY conversation_id
    )
    SELECT ${conversationColumns}, message FROM best CROSS JOIN conversations ON conversations.id = best.conversation_id
    ORDER BY updated_at DESC`)
  const textOf = db.prepare<{ text: string }>('SELECT text FROM messages WHERE id = ?')

  return (query, limit) => {
    const expression = toMatchExpression(query)
    if (expression === undefined) return []
    const hits = new Map<string, SearchHit>()
    for (const row of byTitle.all(expression, limit)) {
      hits.set(row.id, { conversation: toConversation(row), ...makeSnippet(row.title, query) })
    }
    for (const row of byMessage.all(expression, limit)) {
      if (hits.size >= limit) break
      if (hits.has(row.id)) continue
      const text = textOf.get(row.message)?.text ?? ''
      hits.set(row.id, { conversation: toConversation(row), messageId: row.message, ...makeSnippet(text, query) })
    }
    return [...hits.values()]
  }
}
