import type { Migration } from './migration.js'

/** That a fold's summary did not come to its end is kept with it. */
export const shortenedFoldsMigration: Migration = {
  version: 4,
  name: 'shortened-folds',
  up(db) {
    db.exec('ALTER TABLE cuts ADD COLUMN is_shortened INTEGER NOT NULL DEFAULT 0 CHECK (is_shortened IN (0, 1))')
  },
}
