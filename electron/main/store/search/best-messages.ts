import { conversationColumns } from '../rows.js'
import { noConditions, type SearchConditions } from './conditions.js'

/**
 * A query for the best of the `found` messages in each conversation: the one with the lowest score on the chosen path, or
 * another version when none there was found. Newest conversations first, at most as many as the last value says.
 *
 * @param found a query for the numbers of the messages, `sequence`, with a `score`
 */
export const bestMessages = (found: string, { conversation, message }: SearchConditions = noConditions) => `
  WITH RECURSIVE hits AS MATERIALIZED (
    SELECT messages.id AS message, conversation_id, score FROM (${found}) AS found
      JOIN messages ON messages.sequence = found.sequence WHERE ${message}
  ), listed AS MATERIALIZED (
    SELECT conversations.id, leaf_id FROM conversations
    WHERE trashed_at IS NULL AND ${conversation} AND id IN (SELECT conversation_id FROM hits) ORDER BY updated_at DESC LIMIT ?
  ), forked AS MATERIALIZED (
    SELECT id, leaf_id FROM listed
    WHERE id IN (SELECT conversation_id FROM hits GROUP BY conversation_id HAVING count(*) > 1)
      AND EXISTS (SELECT 1 FROM messages WHERE conversation_id = listed.id GROUP BY parent_id HAVING count(*) > 1)
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
  ORDER BY updated_at DESC`
