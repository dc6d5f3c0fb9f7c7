import type { Migration } from './migration.js'

/**
 * What reading a document again needs: the languages in which the text of its pictures was recognized, and how many
 * pictures it has. `text_bytes` is the size of its stored text, which would take long to add up.
 */
export const readingOfDocumentsMigration: Migration = {
  version: 11,
  name: 'reading-of-documents',
  up(db) {
    db.exec(`
      ALTER TABLE documents ADD COLUMN languages TEXT NOT NULL DEFAULT '[]';
      ALTER TABLE documents ADD COLUMN pictures INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE documents ADD COLUMN text_bytes INTEGER NOT NULL DEFAULT 0;
      UPDATE documents SET text_bytes =
        (SELECT coalesce(sum(octet_length(passages)), 0) FROM pages WHERE document_id = documents.id);
    `)
  },
}
