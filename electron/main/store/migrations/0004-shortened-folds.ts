import type { Migration } from './migration.js'

/** Stores whether a fold's summary is incomplete. */
export const shortenedFoldsMigration: Migration = {
  version: 4,
  name: 'shortened-folds',
  up(db) {
    db.exec('ALTER TABLE cuts ADD COLUMN is_shortened INTEGER NOT NULL DEFAULT 0 CHECK (is_shortened IN (0, 1))')
  },
}
