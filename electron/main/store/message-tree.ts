import { AppError } from '../../../contract/errors.js'
import type { Database } from './database.js'
import { createPathIds } from './path-ids.js'
import { type MessageRow, messageColumns, noVersionColumns, versionColumns, versionsWhere } from './rows.js'

/** Parents are older than their children, also where a damaged index leads to another row: every path ends. */
const isParent = 'messages.id = path.parent AND messages.sequence < path.sequence'

/**
 * The chosen path of a conversation through its tree of messages. Each message stores the child last shown below it
 * (`chosen_id`) and the conversation stores its leaf, so that switching to a version also restores what was below it.
 */
export function createMessageTree(db: Database) {
  const chosen = db.prepare<MessageRow>(`
    WITH RECURSIVE path (id, sequence, parent, depth) AS (
      SELECT messages.id, messages.sequence, parent_id, 0 FROM conversations JOIN messages ON messages.id = leaf_id
        WHERE conversations.id = ?1
      UNION ALL
      SELECT messages.id, messages.sequence, parent_id, depth + 1 FROM path JOIN messages ON ${isParent}
    ), ${versionsWhere('conversation_id = ?1')}
    SELECT ${messageColumns}, ${versionColumns} FROM path JOIN messages USING (id) LEFT JOIN versions USING (id)
      ORDER BY depth DESC`)
  const pathIds = createPathIds(db)
  const links = db.prepare<{ links: string }>(`
    SELECT json_group_array(json_array(id, parent_id)) AS links FROM (
      SELECT id, parent_id FROM messages WHERE conversation_id = ? ORDER BY sequence)`)
  const these = db.prepare<MessageRow & { readonly has_versions: number }>(`
    SELECT ${messageColumns}, ${noVersionColumns},
      parent_id IS NULL OR (SELECT count(*) FROM messages AS sibling WHERE sibling.parent_id = messages.parent_id) > 1
        AS has_versions
    FROM json_each(?) JOIN messages ON messages.id = value ORDER BY json_each.key`)
  const above = db.prepare<MessageRow>(`
    WITH RECURSIVE path (id, sequence, parent, depth) AS (
      SELECT parent.id, parent.sequence, parent.parent_id, 0
        FROM messages JOIN messages AS parent ON parent.id = messages.parent_id WHERE messages.id = ?
      UNION ALL
      SELECT messages.id, messages.sequence, parent_id, depth + 1 FROM path JOIN messages ON ${isParent}
    )
    SELECT ${messageColumns}, ${noVersionColumns} FROM path JOIN messages USING (id) ORDER BY depth DESC`)
  const conversation = db.prepare<{ leaf_id: string | null }>('SELECT leaf_id FROM conversations WHERE id = ?')
  const setChosen = db.prepare('UPDATE messages SET chosen_id = ? WHERE id = ?')
  const chooseAbove = db.prepare(`
    WITH RECURSIVE path (id, sequence, parent) AS (
      SELECT id, sequence, parent_id FROM messages WHERE id = ?
      UNION ALL
      SELECT messages.id, messages.sequence, parent_id FROM path JOIN messages ON ${isParent}
    )
    UPDATE messages SET chosen_id = path.id FROM path
      WHERE path.parent = messages.id AND messages.chosen_id IS NOT path.id`)
  const setLeaf = db.prepare('UPDATE conversations SET leaf_id = ? WHERE id = ?')
  const setUpdated = db.prepare('UPDATE conversations SET updated_at = ? WHERE id = ?')
  // The newest child replaces a chosen child that a damaged store has lost.
  const childOf = db.prepare<{ id: string }>(`
    SELECT id FROM messages WHERE parent_id = ?1 AND sequence > (SELECT sequence FROM messages WHERE id = ?1)
    ORDER BY id IS (SELECT chosen_id FROM messages WHERE id = ?1) DESC, sequence DESC LIMIT 1`)

  return {
    /** Null when the conversation has no message. Throws `not-found`. */
    leafOf(conversationId: string): string | null {
      const row = conversation.get(conversationId)
      if (!row) throw new AppError('not-found', 'This conversation no longer exists.')
      return row.leaf_id
    },

    path: (conversationId: string): readonly MessageRow[] => chosen.all(conversationId),

    /** The ids of the path. */
    pathIds(conversationId: string): readonly string[] {
      const leaf = conversation.get(conversationId)?.leaf_id
      return leaf === null || leaf === undefined ? [] : pathIds(conversationId, leaf)
    },

    /** Every message with its parent, in the order in which they were made. */
    links: (conversationId: string): readonly { readonly id: string; readonly parentId: string | null }[] =>
      (JSON.parse(links.get(conversationId)?.links ?? '[]') as [string, string | null][]).map(([id, parentId]) => ({
        id,
        parentId,
      })),

    /** These messages, in this order. Few have versions, and only for those `withVersions` reads the row again. */
    these: (ids: readonly string[], withVersions: (id: string) => MessageRow): readonly MessageRow[] =>
      these.all(JSON.stringify(ids)).map((row) => (row.has_versions === 1 ? withVersions(row.id) : row)),

    /** The path to a message, without the message itself and without version numbers. */
    above: (id: string): readonly MessageRow[] => above.all(id),

    /** Makes a message that was just added the leaf. */
    chooseNew(conversationId: string, parentId: string | null, id: string, at: number): void {
      // The path to the current leaf is already chosen.
      if (parentId !== null && parentId === conversation.get(conversationId)?.leaf_id) setChosen.run(id, parentId)
      else chooseAbove.run(id)
      setLeaf.run(id, conversationId)
      setUpdated.run(at, conversationId)
    },

    /** Chooses the path through this message and what was last shown below it. */
    choose(conversationId: string, id: string): void {
      chooseAbove.run(id)
      let leaf = id
      for (let child = childOf.get(leaf); child; child = childOf.get(leaf)) leaf = child.id
      setLeaf.run(leaf, conversationId)
    },
  }
}
