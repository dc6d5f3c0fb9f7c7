import type { Database } from '../database.js'
import { SearchIndex } from '../search/search-index.js'

/**
 * Makes rows from a backup and from a damaged file consistent. Keeps text even when the rows it belongs to are missing.
 * Afterwards parents are older than their children, so every path ends. Needs the newest schema.
 * Clears the search index.
 */
export function mend(db: Database, index = new SearchIndex(db)): void {
  db.exec(`
    INSERT INTO conversations (id, title, created_at, updated_at)
      SELECT conversation_id, 'Recovered conversation', min(created_at), max(created_at) FROM messages
      WHERE conversation_id NOT IN (SELECT id FROM conversations) GROUP BY conversation_id;

    DELETE FROM messages WHERE role = 'document' AND job_id NOT IN (SELECT id FROM jobs);

    UPDATE messages SET parent_id = (
        SELECT id FROM messages AS older
        WHERE older.conversation_id = messages.conversation_id AND older.sequence < messages.sequence
        ORDER BY older.sequence DESC LIMIT 1)
      WHERE parent_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM messages AS parent
        WHERE parent.id = messages.parent_id AND parent.conversation_id = messages.conversation_id
          AND parent.sequence < messages.sequence);

    UPDATE conversations SET leaf_id = (
        SELECT id FROM messages WHERE conversation_id = conversations.id ORDER BY sequence DESC LIMIT 1)
      WHERE NOT EXISTS (
        SELECT 1 FROM messages WHERE id = leaf_id AND conversation_id = conversations.id);

    UPDATE messages SET continues_id = NULL WHERE continues_id NOT IN (SELECT id FROM messages);
    UPDATE messages SET chosen_id = NULL
      WHERE chosen_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM messages AS child WHERE child.id = messages.chosen_id AND child.parent_id = messages.id);

    DELETE FROM chunks WHERE message_id NOT IN (SELECT id FROM messages WHERE state = 'waiting');
    DELETE FROM drafts WHERE conversation_id <> '' AND conversation_id NOT IN (SELECT id FROM conversations);
  `)
  removeOrphans(db)
  index.clear()
}

/** True when rows point at rows that are not there. */
export const hasOrphans = (db: Database): boolean =>
  db.prepare('SELECT 1 FROM pragma_foreign_key_check').get() !== undefined

/** Mends a store that is in use. */
export function mendOpen(db: Database, index?: SearchIndex): void {
  db.exec('PRAGMA foreign_keys = OFF')
  try {
    db.transaction(() => mend(db, index))
  } finally {
    db.exec('PRAGMA foreign_keys = ON')
  }
}

/** Removes rows whose foreign keys match no row, then rows that pointed at the removed ones. */
function removeOrphans(db: Database): void {
  const orphans = db.prepare<{ table: string; rowid: number }>('PRAGMA foreign_key_check')
  for (let found = orphans.all(); found.length > 0; found = orphans.all()) {
    for (const { table, rowid } of found) db.prepare(`DELETE FROM ${table} WHERE rowid = ?`).run(rowid)
  }
}
