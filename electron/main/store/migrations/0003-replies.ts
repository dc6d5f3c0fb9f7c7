import type { Migration } from './migration.js'

/**
 * Versions of messages, settings of a conversation, cuts of its context, and presets. Existing titles may be the user's
 * own, so they count as such and are never replaced.
 */
export const repliesMigration: Migration = {
  version: 3,
  name: 'replies',
  up(db) {
    db.exec(`
      ALTER TABLE conversations ADD COLUMN settings TEXT CHECK (json_valid(settings));
      ALTER TABLE conversations ADD COLUMN title_by TEXT NOT NULL DEFAULT 'user'
        CHECK (title_by IN ('words', 'model', 'user'));

      ALTER TABLE messages ADD COLUMN chosen_id TEXT;
      ALTER TABLE messages ADD COLUMN recipe TEXT CHECK (json_valid(recipe));
      ALTER TABLE messages ADD COLUMN is_edited INTEGER NOT NULL DEFAULT 0 CHECK (is_edited IN (0, 1));
      ALTER TABLE messages ADD COLUMN continues_id TEXT;
      CREATE INDEX messages_by_siblings ON messages (conversation_id, parent_id, sequence);

      UPDATE messages SET chosen_id =
        (SELECT id FROM messages AS child WHERE child.parent_id = messages.id ORDER BY sequence DESC LIMIT 1);
      WITH RECURSIVE path (id, parent) AS (
        SELECT messages.id, parent_id FROM conversations JOIN messages ON messages.id = leaf_id
        UNION ALL
        SELECT messages.id, parent_id FROM path JOIN messages ON messages.id = path.parent
      )
      UPDATE messages SET chosen_id = path.id FROM path WHERE path.parent = messages.id;

      CREATE TABLE cuts (
        sequence INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        message_id TEXT NOT NULL REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
        created_at INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('dropped', 'folded')),
        summary TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
        error_code TEXT,
        error_message TEXT,
        CHECK ((state = 'failed') = (error_code IS NOT NULL))
      ) STRICT;
      CREATE INDEX cuts_by_conversation ON cuts (conversation_id);
      CREATE INDEX cuts_by_message ON cuts (message_id);
      CREATE INDEX cuts_unfinished ON cuts (conversation_id) WHERE state = 'waiting';

      CREATE TABLE presets (
        sequence INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL UNIQUE COLLATE NOCASE,
        settings TEXT NOT NULL CHECK (json_valid(settings))
      ) STRICT;
    `)
  },
}
