import type { Migration } from './migration.js'

/**
 * A document can belong to a folder in place of a conversation. Which of them the project has is in its `folders.settings`, so
 * that a change of it, and the removal of the folder, can be undone. Therefore no foreign key: what no project has any more is
 * deleted when the app starts.
 */
export const projectDocumentsMigration: Migration = {
  version: 22,
  name: 'project-documents',
  up(db) {
    db.exec(`
      ALTER TABLE documents ADD COLUMN folder_id TEXT;
      CREATE INDEX documents_by_folder ON documents (folder_id) WHERE folder_id IS NOT NULL;
    `)
  },
}
