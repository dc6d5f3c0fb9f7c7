import type { Migration } from './migration.js'

/**
 * `sequence` is the rowid of each table: the order of creation, and the key of the search indexes. `parent_id` does not
 * cascade, because SQLite limits a cascade to 1,000 levels and a conversation may be longer.
 */
export const conversationsMigration: Migration = {
  version: 1,
  name: 'conversations',
  up(db) {
    db.exec(`
      CREATE TABLE conversations (
        sequence INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        trashed_at INTEGER,
        is_unread INTEGER NOT NULL DEFAULT 0 CHECK (is_unread IN (0, 1)),
        leaf_id TEXT REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED
      ) STRICT;
      CREATE INDEX conversations_by_time ON conversations (updated_at);
      CREATE INDEX conversations_by_leaf ON conversations (leaf_id);

      CREATE TABLE messages (
        sequence INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        parent_id TEXT REFERENCES messages (id) DEFERRABLE INITIALLY DEFERRED,
        role TEXT NOT NULL CHECK (role IN ('user', 'assistant', 'document')),
        created_at INTEGER NOT NULL,
        text TEXT NOT NULL DEFAULT '',
        reasoning TEXT NOT NULL DEFAULT '',
        reasoning_ms INTEGER,
        state TEXT CHECK (state IN ('waiting', 'done', 'stopped', 'failed')),
        error_code TEXT,
        error_message TEXT,
        model TEXT,
        statistics TEXT CHECK (json_valid(statistics)),
        job_id TEXT,
        CHECK ((role = 'assistant') = (state IS NOT NULL)),
        CHECK ((role = 'document') = (job_id IS NOT NULL))
      ) STRICT;
      CREATE INDEX messages_by_conversation ON messages (conversation_id);
      CREATE INDEX messages_by_parent ON messages (parent_id);
      CREATE INDEX messages_unfinished ON messages (conversation_id) WHERE state = 'waiting';

      CREATE TABLE chunks (
        sequence INTEGER PRIMARY KEY,
        message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        channel TEXT NOT NULL CHECK (channel IN ('answer', 'reasoning')),
        text TEXT NOT NULL
      ) STRICT;
      CREATE INDEX chunks_by_message ON chunks (message_id);

      CREATE TABLE drafts (
        sequence INTEGER PRIMARY KEY,
        conversation_id TEXT NOT NULL UNIQUE,
        text TEXT NOT NULL
      ) STRICT;

      CREATE VIRTUAL TABLE title_index USING fts5 (
        text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
      );
      CREATE VIRTUAL TABLE message_index USING fts5 (
        text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
      );
    `)
  },
}
