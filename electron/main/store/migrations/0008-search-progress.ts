import type { Migration } from './migration.js'

/**
 * How far each search index is filled, and by which rules. Rows from `indexed_from` on are in the index; a source without
 * a row has none. The index is filled while the app runs (search-index.ts).
 */
export const searchProgressMigration: Migration = {
  version: 8,
  name: 'search-progress',
  up(db) {
    db.exec(`
      CREATE TABLE search_progress (
        sequence INTEGER PRIMARY KEY,
        source TEXT NOT NULL UNIQUE,
        form INTEGER NOT NULL,
        indexed_from INTEGER NOT NULL
      ) STRICT;
    `)
  },
}
