import type { Migration } from './migration.js'

/** Messages that wait until the reply before them is done, in their order. */
export const queuedMessagesMigration: Migration = {
  version: 20,
  name: 'queued-messages',
  up(db) {
    db.exec(`
      CREATE TABLE queued_messages (
        sequence INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        text TEXT NOT NULL
      ) STRICT;
      CREATE INDEX queued_messages_by_conversation ON queued_messages (conversation_id);
    `)
  },
}
