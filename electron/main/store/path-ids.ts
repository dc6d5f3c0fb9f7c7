import type { Database } from './database.js'

/** Of so many conversations the path is kept: those that are open or have just changed. */
const maxKept = 8
/** A new path begins with the kept one, or with a part of it, and has so many other messages at most. */
const maxNew = 16

/**
 * Reads the ids of chosen paths. Ten thousand are read in some milliseconds while their conversation has no versions, and at
 * once when most of them have been read before: a message never gets another parent.
 */
export function createPathIds(db: Database): (conversationId: string, leafId: string) => readonly string[] {
  const rows = db.prepare<{ sequences: string; parents: string }>(`
    SELECT json_group_array(sequence) AS sequences, json_group_array(parent_id) AS parents
    FROM messages WHERE conversation_id = ?`)
  const walked = db.prepare<{ ids: string }>(`
    WITH RECURSIVE path (id, sequence, parent) AS (
      SELECT id, sequence, parent_id FROM messages WHERE id = ?
      UNION ALL
      SELECT messages.id, messages.sequence, parent_id FROM path
        JOIN messages ON messages.id = path.parent AND messages.sequence < path.sequence
    )
    SELECT json_group_array(id) AS ids FROM path`)
  const parentOf = db.prepare<{ parent_id: string | null }>('SELECT parent_id FROM messages WHERE id = ?')
  const kept = new Map<string, readonly string[]>()

  const fromKept = (conversationId: string, leafId: string): readonly string[] | undefined => {
    const path = kept.get(conversationId)
    const added: string[] = []
    for (let id: string | null = leafId; path && id !== null && added.length <= maxNew; ) {
      const place = path.lastIndexOf(id)
      if (place >= 0)
        return place + 1 === path.length && added.length === 0 ? path : [...path.slice(0, place + 1), ...added]
      added.unshift(id)
      id = parentOf.get(id)?.parent_id ?? null
    }
    return undefined
  }
  const read = (conversationId: string, leafId: string): readonly string[] => {
    const { sequences = '[]', parents = '[]' } = rows.get(conversationId) ?? {}
    return (
      withoutForks(JSON.parse(sequences), JSON.parse(parents), leafId) ??
      (JSON.parse(walked.get(leafId)?.ids ?? '[]') as string[]).reverse()
    )
  }
  return (conversationId, leafId) => {
    const path = fromKept(conversationId, leafId) ?? read(conversationId, leafId)
    kept.delete(conversationId)
    kept.set(conversationId, path)
    const [oldest] = kept.keys()
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest)
    return path
  }
}

/**
 * The path of a conversation in which no message has two answers: each message is the parent of the next one. So an index of
 * parents has all ids but the last, which takes a tenth of the time of reading each message. Undefined when there is a fork.
 */
function withoutForks(
  sequences: readonly number[],
  parents: readonly (string | null)[],
  leafId: string,
): readonly string[] | undefined {
  const order = sequences.map((_, row) => row).sort((a, b) => (sequences[a] ?? 0) - (sequences[b] ?? 0))
  const ids = order.flatMap((row) => parents[row] ?? [])
  const known = new Set(ids)
  // Exactly one message has no parent, and the leaf no child.
  if (ids.length !== sequences.length - 1 || known.size !== ids.length || known.has(leafId)) return undefined
  ids.push(leafId)
  return ids
}
