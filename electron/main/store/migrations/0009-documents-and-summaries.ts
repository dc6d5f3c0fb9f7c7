import type { Migration } from './migration.js'

/**
 * Divides a document from its summaries: a document can wait in the composer (`message_id` is null, and `conversation_id`
 * too while the conversation has not begun), go with several messages, and have several summaries. A document of before
 * has the id of its summary, and a reply of before saw no document, also when it is repeated. Rebuilds the tables,
 * because SQLite can't change a CHECK or a foreign key. Rows keep their numbers, by which a recovery compares a backup
 * with the store.
 */
export const documentsAndSummariesMigration: Migration = {
  version: 9,
  name: 'documents-and-summaries',
  up(db) {
    db.exec(`
      UPDATE messages SET recipe = json_set(recipe, '$.told.documents', json('[]'))
        WHERE conversation_id IN (SELECT conversation_id FROM jobs)
          AND json_valid(recipe) AND json_type(recipe, '$.told') = 'object';

      CREATE TABLE documents (
        sequence INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation_id TEXT REFERENCES conversations (id) ON DELETE CASCADE,
        created_at INTEGER NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        hash TEXT NOT NULL DEFAULT '',
        title TEXT,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'reading', 'read', 'failed')),
        error_code TEXT,
        error_message TEXT,
        encoding TEXT,
        remarks TEXT NOT NULL DEFAULT '[]',
        CHECK ((state = 'failed') = (error_code IS NOT NULL))
      ) STRICT;
      CREATE INDEX documents_by_conversation ON documents (conversation_id);
      CREATE INDEX documents_unread ON documents (id) WHERE state IN ('waiting', 'reading');
      INSERT INTO documents (sequence, id, conversation_id, created_at, name, kind, bytes, state, error_code, error_message, encoding, remarks)
        SELECT sequence, id, conversation_id, created_at, name, kind, bytes,
          CASE WHEN has_text THEN 'read' WHEN error_code IS NULL THEN 'waiting' ELSE 'failed' END,
          CASE WHEN NOT has_text THEN error_code END, CASE WHEN NOT has_text THEN error_message END, encoding, notes
        FROM (
          SELECT *, EXISTS (SELECT 1 FROM pages WHERE job_id = id)
            AND NOT EXISTS (SELECT 1 FROM originals WHERE job_id = id) AS has_text FROM jobs
        ) ORDER BY sequence;

      CREATE TABLE attachments (
        sequence INTEGER PRIMARY KEY,
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        message_id TEXT REFERENCES messages (id) ON DELETE CASCADE,
        UNIQUE (document_id, message_id)
      ) STRICT;
      CREATE INDEX attachments_by_message ON attachments (message_id);
      CREATE UNIQUE INDEX attachments_in_composers ON attachments (document_id) WHERE message_id IS NULL;

      CREATE TABLE new_originals (
        sequence INTEGER PRIMARY KEY,
        document_id TEXT NOT NULL UNIQUE REFERENCES documents (id) ON DELETE CASCADE,
        bytes BLOB NOT NULL
      ) STRICT;
      INSERT INTO new_originals (sequence, document_id, bytes) SELECT sequence, job_id, bytes FROM originals;

      CREATE TABLE new_pages (
        sequence INTEGER PRIMARY KEY,
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        page INTEGER NOT NULL,
        label TEXT,
        state TEXT NOT NULL CHECK (state IN ('read', 'empty', 'failed')),
        problem TEXT,
        passages TEXT NOT NULL,
        UNIQUE (document_id, page)
      ) STRICT;
      INSERT INTO new_pages (sequence, document_id, page, state, passages)
        SELECT sequence, job_id, page, CASE state WHEN 'unread' THEN 'read' ELSE state END, passages FROM pages ORDER BY sequence;

      CREATE TABLE new_jobs (
        sequence INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        created_at INTEGER NOT NULL,
        options TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(options)),
        state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'paused', 'done', 'failed', 'cancelled')),
        error_code TEXT,
        error_message TEXT,
        part_tokens INTEGER,
        summary TEXT NOT NULL DEFAULT '[]',
        account TEXT,
        CHECK ((state = 'failed') = (error_code IS NOT NULL)),
        CHECK ((state = 'done') = (account IS NOT NULL))
      ) STRICT;
      INSERT INTO new_jobs (sequence, id, document_id, created_at, state, error_code, error_message, part_tokens, summary, account)
        SELECT sequence, id, id, created_at, CASE state WHEN 'reading' THEN 'waiting' ELSE state END,
          error_code, error_message, part_tokens, summary, account FROM jobs;

      CREATE TABLE new_parts (
        sequence INTEGER PRIMARY KEY,
        job_id TEXT NOT NULL REFERENCES new_jobs (id) ON DELETE CASCADE,
        part INTEGER NOT NULL,
        first_page INTEGER NOT NULL,
        pieces TEXT NOT NULL,
        points TEXT,
        is_by_model INTEGER CHECK (is_by_model IN (0, 1)),
        took_ms INTEGER,
        UNIQUE (job_id, part)
      ) STRICT;
      INSERT INTO new_parts SELECT * FROM parts;

      CREATE TABLE new_merges (
        sequence INTEGER PRIMARY KEY,
        job_id TEXT NOT NULL REFERENCES new_jobs (id) ON DELETE CASCADE,
        merge INTEGER NOT NULL,
        level INTEGER NOT NULL,
        blocks TEXT NOT NULL,
        max_points INTEGER NOT NULL,
        points TEXT,
        is_by_model INTEGER CHECK (is_by_model IN (0, 1)),
        took_ms INTEGER,
        UNIQUE (job_id, merge)
      ) STRICT;
      INSERT INTO new_merges SELECT * FROM merges;

      DROP TABLE merges;
      DROP TABLE parts;
      DROP TABLE pages;
      DROP TABLE originals;
      DROP TABLE jobs;
      ALTER TABLE new_jobs RENAME TO jobs;
      ALTER TABLE new_parts RENAME TO parts;
      ALTER TABLE new_merges RENAME TO merges;
      ALTER TABLE new_pages RENAME TO pages;
      ALTER TABLE new_originals RENAME TO originals;
      CREATE INDEX page_states ON pages (document_id, page, state);
      CREATE INDEX jobs_by_document ON jobs (document_id);
      CREATE INDEX jobs_unfinished ON jobs (document_id) WHERE state IN ('waiting', 'running');
    `)
  },
}
