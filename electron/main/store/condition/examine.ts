import { statSync } from 'node:fs'
import { kindOf } from '../../files/path-kind.js'
import { listBackups } from '../backup/backup.js'
import { Database } from '../database.js'
import { latestVersion, refuseNewer } from '../migrate.js'
import { withChecker } from '../readers.js'
import { isSuspicious } from '../store-error.js'
import { countsOf, isAtLeast } from './counts.js'
import { isHeaderGood } from './header.js'
import type { LastKnown } from './last-known.js'
import { findProblem, findTableProblem, isWhole } from './problems.js'
import { versionOfTables } from './schema.js'

/**
 * `new`: neither a file nor a backup, the only first start. `indexes`: every table is good and an index is not.
 * `replaced`: no file, but a folder or a FIFO. `foreign`: a file of another program. `incomplete`: rows are missing that
 * were there before.
 */
export type Condition =
  | 'new'
  | 'good'
  | 'indexes'
  | 'missing'
  | 'empty'
  | 'replaced'
  | 'foreign'
  | 'damaged'
  | 'incomplete'

/** Indexes of a larger store are compared in the background, because its window must not wait for them. */
const maxComparedBytes = 64 * 1_048_576

/**
 * Throws `refused` when a newer Parley has written the file. Changes the file only if a rollback journal is beside it,
 * which SQLite then applies.
 */
export function examine(file: string, folder: string, known: LastKnown | undefined): Condition {
  const kind = kindOf(file)
  if (kind === 'absent') return isFirstStart(file, folder, known) ? 'new' : 'missing'
  if (kind !== 'file') return 'replaced'
  const { size } = statSync(file)
  if (size === 0) return 'empty'
  if (!isHeaderGood(file)) return 'damaged'
  settleJournal(file)
  try {
    return withChecker(file, (db) => examineContent(db, known, size <= maxComparedBytes))
  } catch (error) {
    if (isSuspicious(error)) return 'damaged'
    throw error
  }
}

/**
 * Lets SQLite use or remove a rollback journal: the check cannot, and would fail. Parley itself writes a WAL, so such a file
 * comes from another program.
 */
function settleJournal(file: string): void {
  if (kindOf(`${file}-journal`) !== 'file') return
  try {
    const db = new Database(file)
    db.prepare('SELECT 1 FROM sqlite_schema').get()
    db.close()
  } catch {
    // The check says what is wrong.
  }
}

const isFirstStart = (file: string, folder: string, known: LastKnown | undefined): boolean =>
  listBackups(folder).length === 0 && kindOf(`${file}-wal`) === 'absent' && !known?.conversations

function examineContent(db: Database, known: LastKnown | undefined, isSmall: boolean): Condition {
  const version = versionOfTables(db)
  if (version === 'foreign') return 'foreign'
  if (isNewer(db.version, version, known)) refuseNewer(db.version)
  if (version === undefined || version !== db.version) return 'damaged'
  if (known?.isSuspect && !isWhole(db)) return 'damaged'
  if (isSmall ? findProblem(db) : findTableProblem(db)) return findTableProblem(db) ? 'damaged' : 'indexes'
  return known && !isAtLeast(countsOf(db), known) ? 'incomplete' : 'good'
}

const maxPlausibleVersion = 1_000

/** Tells a version number of a newer Parley from a damaged one. `fitting`: the version whose tables the file has. */
function isNewer(claimed: number, fitting: number | undefined, known: LastKnown | undefined): boolean {
  if (claimed <= latestVersion) return false
  if (known?.version === claimed) return true
  // A store of another Mac does not fit what Parley last knew here.
  if (fitting === undefined) return claimed <= maxPlausibleVersion
  return known === undefined && !isOneBitApart(claimed, fitting)
}

function isOneBitApart(a: number, b: number): boolean {
  const difference = (a ^ b) >>> 0
  return difference !== 0 && (difference & (difference - 1)) === 0
}
