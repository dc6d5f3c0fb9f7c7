import type { Database } from '../database.js'
import { SearchIndex } from '../search/search-index.js'

/** The messages that show documents: those that documents were sent with, and summaries. */
const documentPlaces = `(
  SELECT document_id, conversation_id, created_at
    FROM attachments JOIN messages ON messages.id = message_id UNION ALL
  SELECT document_id, conversation_id, messages.created_at
    FROM jobs JOIN messages ON messages.job_id = jobs.id) AS places`

/**
 * Makes rows from a backup and from a damaged file consistent. Keeps text even when the rows it belongs to are missing.
 * A document that no message shows any more, and that is in no folder, is in the composer. Answers of a batch whose message is lost get a new one, at
 * the end of the conversation.
 * Afterwards parents are older than their children, so every path ends. Needs the newest schema.
 * Clears the search index.
 */
export function mend(db: Database, index = new SearchIndex(db)): void {
  db.exec(`
    INSERT INTO documents (id, conversation_id, created_at, name, kind, bytes, state, error_code, error_message)
      SELECT document_id, conversation_id, created_at, 'Recovered document', 'text', 0,
        iif(has_text, 'read', 'failed'), iif(has_text, NULL, 'document-unreadable'),
        iif(has_text, NULL, 'Its content is missing. Add the file again.')
      FROM (
        SELECT document_id, conversation_id, created_at,
          EXISTS (SELECT 1 FROM pages WHERE pages.document_id = places.document_id) AS has_text
        FROM ${documentPlaces} WHERE document_id NOT IN (SELECT id FROM documents) GROUP BY document_id);

    UPDATE documents SET conversation_id = (
        SELECT conversation_id FROM ${documentPlaces} WHERE document_id = documents.id LIMIT 1)
      WHERE conversation_id IS NULL AND id IN (SELECT document_id FROM ${documentPlaces});

    INSERT INTO conversations (id, title, created_at, updated_at)
      SELECT conversation_id, 'Recovered conversation', min(created_at), max(created_at) FROM (
        SELECT conversation_id, created_at FROM messages UNION ALL
        SELECT conversation_id, created_at FROM documents WHERE conversation_id IS NOT NULL)
      WHERE conversation_id NOT IN (SELECT id FROM conversations) GROUP BY conversation_id;

    UPDATE folders SET parent_id = NULL WHERE parent_id NOT IN (SELECT id FROM folders);
    UPDATE conversations SET folder_id = NULL WHERE folder_id NOT IN (SELECT id FROM folders);
    UPDATE documents SET folder_id = NULL WHERE folder_id NOT IN (SELECT id FROM folders);

    DELETE FROM messages WHERE role = 'document' AND job_id NOT IN (SELECT id FROM jobs);

    INSERT INTO messages (id, conversation_id, parent_id, role, created_at, text)
      SELECT batch_id, conversation_id, batch_id, 'user', max(created_at), 'Recovered prompt'
      FROM batch_rows JOIN documents ON documents.id = document_id
      WHERE conversation_id IS NOT NULL AND batch_id NOT IN (SELECT id FROM messages) GROUP BY batch_id;
    INSERT INTO batches (message_id, source, columns, state)
      SELECT batch_id, iif(count(DISTINCT document_id) = count(*), 'documents', 'table'), (
        SELECT json_group_array('Column ' || (key + 1)) FROM json_each(iif(json_valid(cells), cells, '[]'))), 'paused'
      FROM batch_rows WHERE batch_id NOT IN (SELECT message_id FROM batches) GROUP BY batch_id;
    UPDATE conversations SET leaf_id = (SELECT max(id) FROM messages WHERE conversation_id = conversations.id AND parent_id = id)
      WHERE id IN (SELECT conversation_id FROM messages WHERE parent_id = id);

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
    DELETE FROM attachments WHERE message_id NOT IN (SELECT id FROM messages);
    INSERT INTO attachments (document_id) SELECT id FROM documents
      WHERE folder_id IS NULL
        AND id NOT IN (SELECT document_id FROM attachments UNION SELECT document_id FROM ${documentPlaces});
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
