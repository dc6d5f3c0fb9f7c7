import type { Database } from '../database.js'
import { type ConversationRow, conversationColumns } from '../rows.js'
import type { SearchConditions } from './conditions.js'

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

/** As typed, in lower case, in upper case, and with a capital: SQLite knows the cases of ASCII only. */
const spellingsOf = (word: string): readonly string[] => {
  const lower = word.toLowerCase()
  return [...new Set([word, lower, word.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)])]
}
const pattern = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`

/** Looks for words in what models thought, the newest reply first, one of each conversation. Pauses after each step. */
export function createInReasoning(db: Database) {
  const newest = db.prepare<{ last: number | null }>('SELECT max(sequence) AS last FROM messages')
  return function* (words: readonly string[], { conversation, message }: SearchConditions) {
    if (words.length === 0) return
    const spellings = words.map(spellingsOf)
    const has = spellings
      .map((some) => `(${some.map(() => "reasoning LIKE ? ESCAPE '\\'").join(' OR ')})`)
      .join(' AND ')
    const found = db.prepare<ReasoningRow>(`
      SELECT ${conversationColumns}, hits.id AS message, hits.sequence, hits.created_at, hits.reasoning FROM (
          SELECT messages.id, conversation_id, sequence, created_at, reasoning FROM messages
          WHERE sequence <= ? AND sequence > ? AND role = 'assistant' AND reasoning <> '' AND ${has} AND ${message}
        ) AS hits JOIN conversations ON conversations.id = hits.conversation_id
      WHERE trashed_at IS NULL AND ${conversation} ORDER BY hits.sequence DESC`)
    const seen = new Set<string>()
    const last = newest.get()?.last ?? 0
    for (let to = last; to > 0 && to > last - maxLookedThrough; to -= atOnce) {
      for (const row of found.all(to, to - atOnce, ...spellings.flat().map(pattern))) {
        if (seen.has(row.id)) continue
        seen.add(row.id)
        yield row
      }
      yield
    }
  }
}
