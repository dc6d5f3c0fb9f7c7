import type { Migration } from './migration.js'

/** The model that makes the next reply of a conversation; null until one was asked for. */
export const modelOfConversationMigration: Migration = {
  version: 14,
  name: 'model-of-conversation',
  up(db) {
    db.exec(`
      ALTER TABLE conversations ADD COLUMN model_id TEXT;
      ALTER TABLE conversations ADD COLUMN model_name TEXT;
    `)
  },
}
