import type { Database } from '../database.js'
import { type ConversationRow, conversationColumns } from '../rows.js'
import type { SearchConditions } from './conditions.js'

export type MessageHitRow = ConversationRow & { readonly message: string }

/** The values of the found messages, column by column: rows of their own take three times as long. */
interface FoundColumns {
  readonly sequences: string
  readonly conversations: string
  readonly scores: string
}

interface Listed {
  readonly id: string
  readonly leaf_id: string | null
  readonly updated_at: number
}

/** What matched in a conversation: each message by its number, with its score. */
type Matches = Map<number, number>

/** A conversation has other versions or not as long as it has not changed; there are as many known at most. */
const maxKnown = 20_000

/**
 * Finds the best of some messages in each conversation: the one with the lowest score on the chosen path, or another version
 * when none there is among them. Newest conversations first.
 */
export function createBestMessages(db: Database) {
  const hasFork = db.prepare(
    'SELECT 1 FROM messages WHERE conversation_id = ? GROUP BY parent_id HAVING count(*) > 1 LIMIT 1',
  )
  const pathTo = db.prepare<{ path: string }>(`
    WITH RECURSIVE shown (sequence, parent) AS (
      SELECT sequence, parent_id FROM messages WHERE id = ?
      UNION ALL
      SELECT messages.sequence, parent_id FROM shown
        JOIN messages ON messages.id = shown.parent AND messages.sequence < shown.sequence
    )
    SELECT json_group_array(sequence) AS path FROM shown`)
  const best = db.prepare<MessageHitRow>(`
    SELECT ${conversationColumns}, messages.id AS message FROM json_each(?) AS best
      JOIN messages ON messages.sequence = best.value JOIN conversations ON conversations.id = messages.conversation_id
    ORDER BY best.key`)
  const known = new Map<string, { readonly updatedAt: number; readonly isForked: boolean }>()
  const isForked = ({ id, updated_at: updatedAt }: Listed): boolean => {
    const before = known.get(id)
    if (before?.updatedAt === updatedAt) return before.isForked
    const now = hasFork.get(id) !== undefined
    if (known.size >= maxKnown) known.clear()
    known.set(id, { updatedAt, isForked: now })
    return now
  }
  const bestOf = (matches: Matches, conversation: Listed): number => {
    if (matches.size === 1 || !isForked(conversation)) return lowest(matches)
    const path = JSON.parse(pathTo.get(conversation.leaf_id)?.path ?? '[]') as readonly number[]
    const shown = new Set(path)
    const onPath = new Map([...matches].filter(([sequence]) => shown.has(sequence)))
    return lowest(onPath.size > 0 ? onPath : matches)
  }

  /** @param found a query for the numbers of the messages, `sequence`, with a `score` */
  return (found: string, { conversation, message }: SearchConditions) => {
    const columns = db.prepare<FoundColumns>(`
      SELECT json_group_array(messages.sequence) AS sequences, json_group_array(conversation_id) AS conversations,
        json_group_array(score) AS scores
      FROM (${found}) AS found JOIN messages ON messages.sequence = found.sequence WHERE ${message}`)
    const newest = db.prepare<Listed>(`
      SELECT conversations.id, leaf_id, updated_at FROM json_each(?) JOIN conversations ON conversations.id = value
      WHERE trashed_at IS NULL AND ${conversation} ORDER BY updated_at DESC, conversations.sequence DESC LIMIT ?`)
    return {
      /** @param value of the query for the numbers */
      all(value: string, limit: number): readonly MessageHitRow[] {
        const matches = byConversation(columns.get(value))
        const listed = newest.all(JSON.stringify([...matches.keys()]), limit)
        const chosen = listed.map((each) => bestOf(matches.get(each.id) ?? new Map(), each))
        return best.all(JSON.stringify(chosen))
      },
    }
  }
}

function byConversation(columns: FoundColumns | undefined): ReadonlyMap<string, Matches> {
  const sequences = JSON.parse(columns?.sequences ?? '[]') as readonly number[]
  const conversations = JSON.parse(columns?.conversations ?? '[]') as readonly string[]
  const scores = JSON.parse(columns?.scores ?? '[]') as readonly number[]
  const grouped = new Map<string, Matches>()
  for (const [at, sequence] of sequences.entries()) {
    const conversation = conversations[at] ?? ''
    const matches = grouped.get(conversation) ?? new Map()
    grouped.set(conversation, matches.set(sequence, scores[at] ?? 0))
  }
  return grouped
}

function lowest(matches: Matches): number {
  let best = -1
  let least = Number.POSITIVE_INFINITY
  for (const [sequence, score] of matches) {
    if (score >= least) continue
    least = score
    best = sequence
  }
  return best
}
