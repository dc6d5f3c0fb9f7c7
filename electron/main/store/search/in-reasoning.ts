import type { Database } from '../database.js'
import { type ConversationRow, conversationColumns } from '../rows.js'
import type { SearchConditions } from './conditions.js'
import { hasWords } from './has-words.js'

/** So many messages are looked through in one step. */
const atOnce = 500
/** The newest messages that are looked through: there is no index of reasoning, which is longer than what is shown. */
const maxLookedThrough = 50_000

export type ReasoningRow = ConversationRow & {
  readonly message: string
  readonly sequence: number
  readonly created_at: number
  readonly reasoning: string
}

/** Looks for words in what models thought, the newest reply first, one of each conversation. Pauses after each step. */
export function createInReasoning(db: Database) {
  const newest = db.prepare<{ last: number | null }>('SELECT max(sequence) AS last FROM messages')
  return function* (words: readonly string[], { conversation, message }: SearchConditions) {
    if (words.length === 0) return
    const has = hasWords('reasoning', words)
    const found = db.prepare<ReasoningRow>(`
      SELECT ${conversationColumns}, hits.id AS message, hits.sequence, hits.created_at, hits.reasoning FROM (
          SELECT messages.id, conversation_id, sequence, created_at, reasoning FROM messages
          WHERE sequence <= ? AND sequence > ? AND role = 'assistant' AND reasoning <> '' AND ${has.condition} AND ${message}
        ) AS hits JOIN conversations ON conversations.id = hits.conversation_id
      WHERE trashed_at IS NULL AND ${conversation} ORDER BY hits.sequence DESC`)
    const seen = new Set<string>()
    const last = newest.get()?.last ?? 0
    for (let to = last; to > 0 && to > last - maxLookedThrough; to -= atOnce) {
      for (const row of found.all(to, to - atOnce, ...has.values)) {
        if (seen.has(row.id)) continue
        seen.add(row.id)
        yield row
      }
      yield
    }
  }
}
