import type { Migration } from './migration.js'

/**
 * The order that a person makes among conversations: folders, what is pinned, what is archived. What was in the Trash
 * before counts as trashed now, because from this version on the Trash deletes what was in it for some time.
 */
export const orderMigration: Migration = {
  version: 13,
  name: 'order',
  up(db) {
    db.exec(`
      CREATE TABLE folders (
        sequence INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        parent_id TEXT REFERENCES folders (id) ON DELETE SET NULL,
        settings TEXT NOT NULL DEFAULT '{}'
      ) STRICT;
      CREATE INDEX folders_by_parent ON folders (parent_id);

      ALTER TABLE conversations ADD COLUMN folder_id TEXT REFERENCES folders (id) ON DELETE SET NULL;
      ALTER TABLE conversations ADD COLUMN is_pinned INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE conversations ADD COLUMN is_archived INTEGER NOT NULL DEFAULT 0;
      CREATE INDEX conversations_by_folder ON conversations (folder_id);
      CREATE INDEX conversations_by_trash ON conversations (trashed_at) WHERE trashed_at IS NOT NULL;
      UPDATE conversations SET trashed_at = CAST(unixepoch('subsec') * 1000 AS INTEGER) WHERE trashed_at IS NOT NULL;
    `)
  },
}
