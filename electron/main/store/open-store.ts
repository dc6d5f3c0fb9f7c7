import { chmodSync, mkdirSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../../contract/errors.js'
import { kindOf } from '../files/path-kind.js'
import { setAside } from '../files/set-aside.js'
import { report } from '../log/report.js'
import { createArchive } from './archive/archive.js'
import { backUpBeforeMigration, backupFolder } from './backup/backup.js'
import { SessionBackups } from './backup/session-backups.js'
import { createBatches } from './batches.js'
import { countsOf, countsWithoutTrash } from './condition/counts.js'
import { type Condition, examine } from './condition/examine.js'
import { IndexCheck, rebuiltNotice } from './condition/index-check.js'
import { LastKnownFile } from './condition/last-known.js'
import { tryOut } from './condition/try-out.js'
import { createConversations } from './conversations.js'
import { createCuts } from './cuts.js'
import { Database } from './database.js'
import { createDocumentStore } from './documents.js'
import { createDrafts } from './drafts.js'
import { createFindings } from './findings.js'
import { createFolders } from './folders.js'
import { createJobs } from './jobs.js'
import { createMessages } from './messages.js'
import { latestVersion, migrate, pendingMigrations } from './migrate.js'
import { createPresets } from './presets.js'
import { createQueued } from './queued.js'
import { hasOrphans, mendOpen } from './recovery/mend.js'
import { sqliteSuffixes } from './recovery/rebuild.js'
import { recover, scratchFiles } from './recovery/recover.js'
import { IndexFill } from './search/index-fill.js'
import { SearchIndex } from './search/search-index.js'
import { SearchThread } from './search/thread/search-thread.js'
import type { Store, StoreOnDisk } from './store.js'
import { isSuspicious, toOpeningError } from './store-error.js'
import { createTasks } from './tasks.js'
import { withTemporary } from './temporary/temporary-conversations.js'
import { createUseTimes } from './use-times.js'

export interface StoreOptions {
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number
  /** The bundle of `search/thread/`. Without one, the thread of the caller searches. */
  readonly searchScript?: string
}

/** File name of the database in the app's folder. */
export const storeFile = 'parley.db'

/**
 * Opens the store in `folder`, which becomes private to the user. One process at a time. Recovers a damaged store and
 * says so in `openingNotices`. Throws an `AppError` with a sentence that says what to do: `refused` when a newer Parley
 * has written the store, `disk-full` when it cannot be opened.
 */
export function openStore(folder: string, options: StoreOptions = {}): Store {
  try {
    const now = options.now ?? Date.now
    return withTemporary(open(folder, now, options.searchScript), now)
  } catch (error) {
    throw toOpeningError(error, folder)
  }
}

function open(folder: string, now: () => number, searchScript: string | undefined): StoreOnDisk {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const file = storePath(folder)
  clearWay(file, folder)
  const opening: Opening = {
    file,
    folder,
    now,
    searchScript,
    lastKnown: new LastKnownFile(folder),
    isUnclean: kindOf(`${file}-wal`) === 'file' && statSync(`${file}-wal`).size > 0,
    notices: [],
  }
  const condition = examine(file, folder, opening.lastKnown.value)
  if (condition !== 'good' && condition !== 'indexes') recoverInto(opening, condition)
  try {
    return use(opening, condition === 'indexes')
  } catch (error) {
    if (!isSuspicious(error)) throw error
    report('The store could not be used.', error)
    recoverInto(opening, 'damaged')
    return use(opening, false)
  }
}

interface Opening {
  readonly file: string
  readonly folder: string
  readonly now: () => number
  readonly searchScript: string | undefined
  readonly lastKnown: LastKnownFile
  readonly isUnclean: boolean
  readonly notices: string[]
}

/** Follows a link, because the files of SQLite lie beside the file itself. */
function storePath(folder: string): string {
  const file = join(folder, storeFile)
  const kind = kindOf(file)
  if (kind === 'dangling') {
    throw new AppError(
      'refused',
      `Your conversations are not where the link ${file} points: ${readlinkSync(file)}. Connect that disk, or remove the link, and open Parley again.`,
    )
  }
  return kind === 'file' ? realpathSync(file) : file
}

/** Moves away whatever stands in the place of SQLite's own files, of those that a recovery writes, and of the backups. */
function clearWay(file: string, folder: string): void {
  const besides = [file, ...scratchFiles(file)].flatMap((own) => sqliteSuffixes.map((suffix) => own + suffix))
  for (const path of [...besides, ...scratchFiles(file)])
    if (!['absent', 'file'].includes(kindOf(path))) setAside(path, folder)
  const backups = backupFolder(folder)
  if (!['absent', 'folder'].includes(kindOf(backups))) setAside(backups, folder)
}

function recoverInto({ file, folder, now, lastKnown, isUnclean, notices }: Opening, condition: Condition): void {
  const known = lastKnown.value
  const notice = recover({ file, folder, condition, known, isKnownExact: !isUnclean, now: now() })
  lastKnown.forget()
  if (notice !== undefined) notices.push(notice)
}

/** Throws when the file cannot be used although it looked good. */
function use(opening: Opening, isIndexDamaged: boolean): StoreOnDisk {
  const { file, folder, now, lastKnown, notices } = opening
  const db = new Database(file)
  try {
    requireSqlite(db)
    db.configure()
    if (isIndexDamaged) {
      db.exec('REINDEX')
      notices.push(rebuiltNotice)
    }
    const isNew = db.version === 0
    const [pending] = pendingMigrations(db.version, latestVersion)
    if (pending) backUpBeforeMigration(db, folder, now(), pending.version)
    migrate(db)
    if (isIndexDamaged && hasOrphans(db)) {
      mendOpen(db)
      lastKnown.setCounts(countsOf(db), latestVersion)
    }
    if (lastKnown.value?.version !== latestVersion) lastKnown.setCounts(countsOf(db), latestVersion)
    return assemble(db, opening, isNew)
  } catch (error) {
    db.close()
    throw error
  }
}

function assemble(db: Database, opening: Opening, isNew: boolean): StoreOnDisk {
  const { folder, now, searchScript, lastKnown, isUnclean, notices } = opening
  const index = new SearchIndex(db)
  index.clearOutdated()
  const fill = new IndexFill(index)
  const thread = searchScript === undefined ? undefined : new SearchThread(searchScript, db.file)
  const conversations = createConversations(db, index, now, thread)
  const messages = createMessages(db, index, now)
  const documents = createDocumentStore(db)
  const check = new IndexCheck({ db, index, lastKnown, now, wasUnclean: isUnclean })
  const settle = () => {
    lastKnown.setCounts(countsOf(db), latestVersion)
    db.emptyWal()
  }
  const backups = new SessionBackups(db, folder, now, settle)
  createUseTimes(db, now).correct()
  tryOut(db, conversations, messages)
  db.onSuspicion = () => check.suspect()
  return {
    conversations: {
      ...conversations,
      emptyTrash() {
        lastKnown.setCounts(countsWithoutTrash(db), latestVersion)
        return conversations.emptyTrash()
      },
      deleteTrashed(ids) {
        lastKnown.setCounts(countsWithoutTrash(db), latestVersion)
        return conversations.deleteTrashed(ids)
      },
    },
    messages,
    cuts: createCuts(db, now),
    presets: createPresets(db),
    tasks: createTasks(db),
    folders: createFolders(db),
    documents,
    findings: createFindings(db),
    jobs: createJobs(db, index, documents),
    batches: createBatches(db, index),
    drafts: createDrafts(db),
    queued: createQueued(db),
    archive: createArchive(db, index, now),
    atomically: (work) => db.transaction(work),
    openingNotices: notices,
    mayLackRows: isNew || notices.length > 0,
    checkWhenDue: () => check.runWhenDue(),
    checkDone: () => check.done(),
    isSearchComplete: () => index.isComplete,
    fillSearchIndex: (onComplete) => fill.run(onComplete),
    stopSearching: async () => thread?.stop(),
    backUp: () => backups.backUp(),
    close() {
      fill.stop()
      if (!db.isOpen) return
      try {
        settle()
      } finally {
        db.close()
      }
    },
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
