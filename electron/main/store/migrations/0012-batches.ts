import type { Migration } from './migration.js'

/**
 * Batches: one prompt, the text of a message, over many rows. A row names its document without a foreign key, so that its
 * answer outlives a document that damage took.
 */
export const batchesMigration: Migration = {
  version: 12,
  name: 'batches',
  up(db) {
    db.exec(`
      CREATE TABLE batches (
        sequence INTEGER PRIMARY KEY,
        message_id TEXT NOT NULL UNIQUE REFERENCES messages (id) ON DELETE CASCADE,
        source TEXT NOT NULL CHECK (source IN ('documents', 'table')),
        columns TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'cancelled', 'failed', 'done')),
        error_code TEXT,
        error_message TEXT,
        CHECK ((state = 'failed') = (error_code IS NOT NULL))
      ) STRICT;
      CREATE INDEX batches_running ON batches (message_id) WHERE state = 'running';

      CREATE TABLE batch_rows (
        sequence INTEGER PRIMARY KEY,
        batch_id TEXT NOT NULL REFERENCES batches (message_id) ON DELETE CASCADE,
        row INTEGER NOT NULL,
        document_id TEXT NOT NULL,
        cells TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
        answer TEXT,
        links TEXT NOT NULL DEFAULT '[]',
        took_ms INTEGER,
        error_code TEXT,
        error_message TEXT,
        UNIQUE (batch_id, row),
        CHECK ((state = 'done') = (answer IS NOT NULL)),
        CHECK ((state = 'failed') = (error_code IS NOT NULL))
      ) STRICT;
    `)
  },
}
