import type { Migration } from './migration.js'

/**
 * Which settings the user chose in a conversation, as JSON: the others come from the project that it is in. Null for a
 * conversation of an earlier version: there, those that differ from the defaults. What a project begins with is in
 * `folders.settings`, which is there since 0013.
 */
export const ownSettingsMigration: Migration = {
  version: 16,
  name: 'own-settings',
  up(db) {
    db.exec('ALTER TABLE conversations ADD COLUMN own_settings TEXT')
  },
}
