import { AppError } from '../../../contract/errors.js'
import type { Database } from './database.js'
import { migrations } from './migrations/index.js'
import type { Migration } from './migrations/migration.js'

export const latestVersion = migrations.at(-1)?.version ?? 0

/** Throws `refused` when a newer Parley has written the store. */
export function refuseNewer(version: number): void {
  if (version <= latestVersion) return
  throw new AppError(
    'refused',
    'Your conversations were last opened with a newer Parley. Install the newest version to open them. Nothing was changed.',
  )
}

/** The migrations that a store of `version` needs to reach `target`. */
export function pendingMigrations(version: number, target: number): readonly Migration[] {
  return migrations.filter((migration) => migration.version > version && migration.version <= target)
}

/** Runs the pending migrations, each in its own transaction. The caller makes the backup first. */
export function migrate(db: Database, target = latestVersion): void {
  for (const migration of pendingMigrations(db.version, target)) {
    db.transaction(() => {
      migration.up(db)
      db.exec(`PRAGMA user_version = ${migration.version}`)
    })
  }
}
