import type { Migration } from './migration.js'

/** What the model found in each part of a document when it read all of it for a question. */
export const findingsMigration: Migration = {
  version: 10,
  name: 'findings',
  up(db) {
    db.exec(`
      CREATE TABLE findings (
        sequence INTEGER PRIMARY KEY,
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        question TEXT NOT NULL,
        part_tokens INTEGER NOT NULL,
        part INTEGER NOT NULL,
        points TEXT NOT NULL CHECK (json_valid(points)),
        UNIQUE (document_id, question, part_tokens, part)
      ) STRICT;
    `)
  },
}
