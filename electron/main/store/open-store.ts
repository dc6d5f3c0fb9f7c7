import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../../contract/errors.js'
import { backUpBeforeMigration, listBackups } from './backup/backup.js'
import { SessionBackups } from './backup/session-backups.js'
import { createConversations } from './conversations.js'
import { createCuts } from './cuts.js'
import { Database } from './database.js'
import { createDrafts } from './drafts.js'
import { createJobs } from './jobs.js'
import { createMessages } from './messages.js'
import { latestVersion, migrate, pendingMigrations } from './migrate.js'
import { createPresets } from './presets.js'
import { examine, recover } from './recovery/recover.js'
import { SearchIndex } from './search/search-index.js'
import type { Store } from './store.js'
import { toStoreError } from './store-error.js'

export interface StoreOptions {
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number
}

/** File name of the database in the app's folder. */
export const storeFile = 'parley.db'

/**
 * Opens the store in `folder`, which becomes private to the user. One process at a time. Recovers a damaged store and
 * says so in `openingNotices`. Throws `refused` when a newer Parley has written the store, and `disk-full`.
 */
export function openStore(folder: string, options: StoreOptions = {}): Store {
  try {
    return open(folder, options.now ?? Date.now)
  } catch (error) {
    const storeError = toStoreError(error)
    if (!(storeError instanceof AppError && storeError.code === 'disk-full')) throw storeError
    const message =
      'There is no space left on the disk, and Parley cannot open your conversations. They are safe. Free some space and open Parley again.'
    throw new AppError('disk-full', message, { cause: error })
  }
}

function open(folder: string, now: () => number): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const file = join(folder, storeFile)
  const openingNotices: string[] = []
  const state = examine(file)
  if (state === 'damaged' || (state === 'absent' && listBackups(folder).length > 0)) {
    openingNotices.push(recover(file, now()))
  }
  const db = new Database(file)
  try {
    requireSqlite(db)
    db.configure()
    const [pending] = pendingMigrations(db.version, latestVersion)
    if (pending && db.version > 0) backUpBeforeMigration(db, folder, now(), pending.version)
    migrate(db)
    return assemble(db, folder, now, openingNotices)
  } catch (error) {
    db.close()
    throw error
  }
}

function assemble(db: Database, folder: string, now: () => number, openingNotices: readonly string[]): Store {
  const index = new SearchIndex(db)
  const backups = new SessionBackups(db, folder, now)
  return {
    conversations: createConversations(db, index, now),
    messages: createMessages(db, index, now),
    cuts: createCuts(db, now),
    presets: createPresets(db),
    jobs: createJobs(db),
    drafts: createDrafts(db),
    atomically: (work) => db.transaction(work),
    openingNotices,
    backUp: () => backups.backUp(),
    close: () => db.close(),
  }
}

/** SQLite 3.7.0 to 3.51.2 can damage a database when the WAL restarts (https://sqlite.org/releaselog/3_51_3.html). */
function requireSqlite(db: Database): void {
  const version = db.prepare<{ version: string }>('SELECT sqlite_version() AS version').get()?.version ?? ''
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major < 3 || (major === 3 && minor < 52)) {
    throw new AppError('unknown', `Parley needs SQLite 3.52 or newer to keep conversations safe, and found ${version}.`)
  }
}
