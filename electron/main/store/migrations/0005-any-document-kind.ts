import type { Migration } from './migration.js'

/**
 * Removes the CHECK from `jobs.kind`: contract/documents.ts lists the kinds. Replaces the column, because dropping the
 * table would delete the rows of every table that refers to it.
 */
export const anyDocumentKindMigration: Migration = {
  version: 5,
  name: 'any-document-kind',
  up(db) {
    db.exec(`
      ALTER TABLE jobs ADD COLUMN any_kind TEXT NOT NULL DEFAULT 'text';
      UPDATE jobs SET any_kind = kind;
      ALTER TABLE jobs DROP COLUMN kind;
      ALTER TABLE jobs RENAME COLUMN any_kind TO kind;
    `)
  },
}
