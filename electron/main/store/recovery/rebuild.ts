import { rmSync } from 'node:fs'
import { type Counts, countsOf, nothing } from '../condition/counts.js'
import { versionOfTables } from '../condition/schema.js'
import { Database } from '../database.js'
import { latestVersion, migrate } from '../migrate.js'
import { withReader } from '../readers.js'
import { isSuspicious } from '../store-error.js'
import { mend } from './mend.js'
import { salvage } from './salvage.js'

export interface Reading {
  readonly counts: Counts
  /** True when every row that the file points to could be read, and nothing in it was wrong. */
  readonly isComplete: boolean
}

export interface Rebuilt {
  /** What was read of each source. */
  readonly readings: readonly Reading[]
  /** What the new store holds. */
  readonly counts: Counts
}

/** Writes a good store to `target` from the readable rows of `sources`; a later one replaces rows of an earlier one. */
export function rebuild(target: string, sources: readonly string[]): Rebuilt {
  removeDatabase(target)
  const db = new Database(target)
  try {
    db.configure()
    db.exec('PRAGMA foreign_keys = OFF')
    db.exec('PRAGMA synchronous = OFF') // the finished file is synced before it takes the place of another
    const readings = sources.map((source) => addRows(db, source))
    migrate(db)
    db.transaction(() => mend(db))
    return { readings, counts: countsOf(db) }
  } finally {
    db.close()
  }
}

/** Reads one source; nothing when it cannot be read at all. */
function addRows(target: Database, source: string): Reading {
  try {
    return withReader(source, (db) => {
      migrate(target, Math.max(target.version, sourceVersion(db)))
      return target.transaction(() => {
        const before = countsOf(target)
        const isComplete = salvage(db, target)
        const after = countsOf(target)
        return { isComplete, counts: difference(after, before) }
      })
    })
  } catch (error) {
    if (isSuspicious(error)) return { counts: nothing, isComplete: false }
    throw error
  }
}

const difference = (after: Counts, before: Counts): Counts => ({
  conversations: after.conversations - before.conversations,
  messages: after.messages - before.messages,
})

/** The version that its tables show, else the one that it claims, as far as this Parley knows it. */
function sourceVersion(db: Database): number {
  try {
    const version = versionOfTables(db)
    if (typeof version === 'number') return version
  } catch (error) {
    if (!isSuspicious(error)) throw error
  }
  return db.version > 0 && db.version <= latestVersion ? db.version : latestVersion
}

/** What SQLite writes beside a file. */
export const sqliteSuffixes = ['-wal', '-shm', '-journal']

export function removeDatabase(file: string, suffixes: readonly string[] = ['', ...sqliteSuffixes]): void {
  for (const suffix of suffixes) rmSync(file + suffix, { force: true })
}
