import type { Migration } from './migration.js'

/** What the content filter decided on a message. The index finds at the start what the last session left unchecked. */
export const verdictsMigration: Migration = {
  version: 21,
  name: 'verdicts',
  up(db) {
    db.exec(`
      ALTER TABLE messages ADD COLUMN verdict TEXT CHECK (json_valid(verdict));
      CREATE INDEX messages_awaiting_verdict ON messages (conversation_id)
        WHERE json_extract(verdict, '$.outcome') = 'waiting';
    `)
  },
}
