import type { Migration } from './migration.js'

/**
 * A document and the steps of its summary. Every step is a row that says whether it is done, so that an interrupted job
 * resumes there. Lists that are only ever read as a whole (passages, pieces, points) are JSON.
 */
export const documentsMigration: Migration = {
  version: 2,
  name: 'documents',
  up(db) {
    db.exec(`
      CREATE TABLE jobs (
        sequence INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        created_at INTEGER NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('text', 'markdown')),
        bytes INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'reading', 'running', 'paused', 'done', 'failed')),
        error_code TEXT,
        error_message TEXT,
        encoding TEXT,
        notes TEXT NOT NULL DEFAULT '[]',
        model TEXT NOT NULL DEFAULT '',
        part_tokens INTEGER,
        summary TEXT NOT NULL DEFAULT '[]',
        account TEXT,
        CHECK ((state = 'failed') = (error_code IS NOT NULL)),
        CHECK ((state = 'done') = (account IS NOT NULL))
      ) STRICT;
      CREATE INDEX jobs_by_conversation ON jobs (conversation_id);
      CREATE INDEX jobs_unfinished ON jobs (conversation_id) WHERE state IN ('waiting', 'reading', 'running');

      CREATE TABLE originals (
        sequence INTEGER PRIMARY KEY,
        job_id TEXT NOT NULL UNIQUE REFERENCES jobs (id) ON DELETE CASCADE,
        bytes BLOB NOT NULL
      ) STRICT;

      CREATE TABLE pages (
        sequence INTEGER PRIMARY KEY,
        job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        page INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('unread', 'read', 'empty', 'failed')),
        passages TEXT NOT NULL,
        UNIQUE (job_id, page)
      ) STRICT;
      CREATE INDEX page_states ON pages (job_id, page, state);

      CREATE TABLE parts (
        sequence INTEGER PRIMARY KEY,
        job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        part INTEGER NOT NULL,
        first_page INTEGER NOT NULL,
        pieces TEXT NOT NULL,
        points TEXT,
        is_by_model INTEGER CHECK (is_by_model IN (0, 1)),
        took_ms INTEGER,
        UNIQUE (job_id, part)
      ) STRICT;

      CREATE TABLE merges (
        sequence INTEGER PRIMARY KEY,
        job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
        merge INTEGER NOT NULL,
        level INTEGER NOT NULL,
        blocks TEXT NOT NULL,
        most_points INTEGER NOT NULL,
        points TEXT,
        is_by_model INTEGER CHECK (is_by_model IN (0, 1)),
        took_ms INTEGER,
        UNIQUE (job_id, merge)
      ) STRICT;
    `)
  },
}
