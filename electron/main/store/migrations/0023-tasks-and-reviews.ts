import type { Migration } from './migration.js'

/**
 * Prompts that a person keeps, and what a person says of a reply: who signed it off and when, and the claims in it that
 * were looked at, both as JSON.
 */
export const tasksAndReviewsMigration: Migration = {
  version: 23,
  name: 'tasks-and-reviews',
  up(db) {
    db.exec(`
      CREATE TABLE tasks (
        sequence INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        prompt TEXT NOT NULL
      ) STRICT;
      ALTER TABLE messages ADD COLUMN sign_off TEXT;
      ALTER TABLE messages ADD COLUMN claims TEXT;
    `)
  },
}
