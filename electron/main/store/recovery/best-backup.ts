import { statSync } from 'node:fs'
import { kindOf } from '../../files/path-kind.js'
import { report } from '../../log/report.js'
import { listBackups } from '../backup/backup.js'
import { type Counts, countsOf, isAtLeast, nothing } from '../condition/counts.js'
import { isHeaderGood } from '../condition/header.js'
import { findProblem } from '../condition/problems.js'
import { versionOfTables } from '../condition/schema.js'
import { latestVersion } from '../migrate.js'
import { withChecker } from '../readers.js'
import { rebuild, removeDatabase } from './rebuild.js'

export interface Backup {
  readonly file: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly counts: Counts
}

export interface Backups {
  /** Undefined when no backup holds anything. */
  readonly best: Backup | undefined
  /** Files with the name of a backup that are not whole, newest first. */
  readonly bad: readonly string[]
}

/**
 * Judges the backups by what they hold, not by their names. The best is the newest whole one that holds what Parley last
 * counted, else the whole one that holds most, else what can be read of the bad ones. `scratch` is a file to write to.
 */
export function findBestBackup(folder: string, scratch: string, known: Counts | undefined, now: number): Backups {
  const good: Backup[] = []
  const bad: Backup[] = []
  for (const { file, at } of listBackups(folder, now)) {
    const counts = countsOfGood(file)
    if (counts === 'newer') continue
    if (counts) good.push({ file, at, counts })
    else bad.push({ file, at, counts: nothing })
  }
  const complete = known && good.find(({ counts }) => isAtLeast(counts, known))
  const readable = () => bad.map((backup) => ({ ...backup, counts: readableCounts(backup.file, scratch) }))
  const best = complete ?? fullest(good) ?? fullest(readable())
  return { best, bad: bad.map(({ file }) => file) }
}

/** The one with most messages, the newest of equals; undefined when none holds anything. */
function fullest(backups: readonly Backup[]): Backup | undefined {
  const sorted = backups.toSorted(
    ({ counts: a }, { counts: b }) => b.messages - a.messages || b.conversations - a.conversations,
  )
  return sorted.find(({ counts }) => counts.messages > 0 || counts.conversations > 0)
}

/** What a whole backup holds; undefined for one that is not whole. A bad one never throws. */
export function countsOfGood(file: string): Counts | 'newer' | undefined {
  if (!isReadable(file)) return undefined
  try {
    if (!isHeaderGood(file)) return undefined
    return withChecker(file, (db) => {
      const version = versionOfTables(db)
      if (version === undefined && db.version > latestVersion) return 'newer'
      return version === db.version && findProblem(db) === undefined ? countsOf(db) : undefined
    })
  } catch (error) {
    report('A backup cannot be read.', error)
    return undefined
  }
}

function readableCounts(file: string, scratch: string): Counts {
  if (!isReadable(file)) return nothing
  try {
    return rebuild(scratch, [file]).readings[0]?.counts ?? nothing
  } catch (error) {
    report('Nothing of a backup could be read.', error)
    return nothing
  } finally {
    removeDatabase(scratch)
  }
}

const isReadable = (file: string): boolean => kindOf(file) === 'file' && statSync(file).size > 0
