import type { Migration } from './migration.js'

/** Stores unfinished edits of messages and cuts (`target_id`), and the settings of a conversation that has not begun. */
export const editsMigration: Migration = {
  version: 7,
  name: 'edits',
  up(db) {
    db.exec(`
      CREATE TABLE edits (
        sequence INTEGER PRIMARY KEY,
        target_id TEXT NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        text TEXT NOT NULL
      ) STRICT;
      CREATE INDEX edits_by_conversation ON edits (conversation_id);
      ALTER TABLE drafts ADD COLUMN settings TEXT CHECK (json_valid(settings));
    `)
  },
}
