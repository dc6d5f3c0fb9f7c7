import type { Database } from '../database.js'

/** What a store holds. */
export interface Counts {
  readonly conversations: number
  readonly messages: number
}

export const nothing: Counts = { conversations: 0, messages: 0 }

/** Counts the rows themselves, because a damaged index hides some of them. */
export function countsOf(db: Database): Counts {
  const counts = db.prepare<{ conversations: number; messages: number }>(`
    SELECT (SELECT count(*) FROM conversations NOT INDEXED) AS conversations,
      (SELECT count(*) FROM messages NOT INDEXED) AS messages`)
  return counts.get() ?? nothing
}

/** The same without what is in the Trash. */
export function countsWithoutTrash(db: Database): Counts {
  const counts = db.prepare<{ conversations: number; messages: number }>(`
    SELECT count(*) AS conversations, ifnull(sum((
      SELECT count(*) FROM messages WHERE messages.conversation_id = conversations.id)), 0) AS messages
    FROM conversations WHERE trashed_at IS NULL`)
  return counts.get() ?? nothing
}

export const isAtLeast = (counts: Counts, least: Counts): boolean =>
  counts.messages >= least.messages && counts.conversations >= least.conversations

export const isEqual = (a: Counts, b: Counts): boolean =>
  a.messages === b.messages && a.conversations === b.conversations
