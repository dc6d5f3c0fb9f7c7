import { closeSync, copyFileSync, linkSync, openSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { kindOf } from '../../files/path-kind.js'
import { damagedFolder, freePath, setAside } from '../../files/set-aside.js'
import { hasWal, removeTraces, syncPath } from '../backup/backup.js'
import { backupName } from '../backup/backup-retention.js'
import { type Counts, isAtLeast, nothing } from '../condition/counts.js'
import type { Condition } from '../condition/examine.js'
import { isHeaderGood, rebuildHeader } from '../condition/header.js'
import type { LastKnown } from '../condition/last-known.js'
import { findBestBackup } from './best-backup.js'
import { noticeOf } from './notice.js'
import { type Reading, type Rebuilt, rebuild, removeDatabase, sqliteSuffixes } from './rebuild.js'

export interface RecoverOptions {
  readonly file: string
  /** The data folder. */
  readonly folder: string
  readonly condition: Condition
  readonly known: LastKnown | undefined
  /** True when the last session ended cleanly, so that `known` has the exact counts. */
  readonly isKnownExact: boolean
  readonly now: number
}

/** The files that a recovery writes beside the store, and removes. */
export const scratchFiles = (file: string) => [`${file}.rebuilt`, `${file}.scratch`, `${file}.copy`] as const

/**
 * Builds a good store from the readable rows of the file, and from the best backup when some are missing. Then replaces
 * the file, which is kept in `damaged/`. Changes nothing before that. Without a file and a backup the store is empty.
 * Returns a sentence for the user, except at the first start.
 */
export function recover(options: RecoverOptions): string | undefined {
  const { file, folder, condition, known, isKnownExact, now } = options
  const [rebuilt, scratch, copy] = scratchFiles(file)
  try {
    const own = readOwn(options, rebuilt, scratch, copy)
    const isEnough = own?.isComplete && known && isAtLeast(own.counts, known)
    const backups = isEnough || condition === 'new' ? undefined : findBestBackup(folder, scratch, known, now)
    const backup = backups?.best
    const sources = [...(backup ? [backup.file] : []), ...(own ? [own.source] : [])]
    const { counts } = own && !backup ? own.rebuilt : rebuild(rebuilt, sources)
    syncPath(rebuilt)
    const kept = keep(file, folder, now)
    removeDatabase(file, sqliteSuffixes)
    renameSync(rebuilt, file)
    syncPath(dirname(file))
    const keptBackups = (backups?.bad ?? []).map((bad) => basename(keepBackup(bad, folder)))
    if (condition === 'new') return undefined
    return noticeOf({ condition, own, backup, counts, known, isKnownExact, kept, keptBackups })
  } finally {
    for (const left of [rebuilt, scratch, copy]) removeDatabase(left)
    removeTraces(folder)
  }
}

interface OwnReading extends Reading {
  /** The file, or its copy with another header. */
  readonly source: string
  readonly rebuilt: Rebuilt
}

/** Reads the file into `rebuilt`, also with a new header when that shows more; undefined when nothing can be read. */
function readOwn(
  { file, known }: RecoverOptions,
  rebuilt: string,
  scratch: string,
  copy: string,
): OwnReading | undefined {
  const hasContent = kindOf(file) === 'file' && statSync(file).size > 0 // SQLite removes the WAL of an empty file
  if (!hasContent && kindOf(`${file}-wal`) !== 'file') return undefined
  const plain = hasContent ? readInto(rebuilt, file) : undefined
  if (plain?.isComplete && isHeaderGood(file) && (!known || isAtLeast(plain.counts, known))) return plain
  copyWithHeader(file, copy)
  const other = readInto(scratch, copy)
  const best = plain && !isMore(other.counts, plain.counts) ? plain : other
  if (best === other) {
    removeDatabase(rebuilt)
    renameSync(scratch, rebuilt)
  }
  return isMore(best.counts, nothing) ? best : undefined
}

function readInto(target: string, source: string): OwnReading {
  const rebuilt = rebuild(target, [source])
  const [reading = { counts: nothing, isComplete: false }] = rebuilt.readings
  return { ...reading, source, rebuilt }
}

const isMore = (a: Counts, b: Counts): boolean =>
  a.messages > b.messages || (a.messages === b.messages && a.conversations > b.conversations)

function copyWithHeader(file: string, copy: string): void {
  removeDatabase(copy)
  if (kindOf(file) === 'file') copyFileSync(file, copy)
  else closeSync(openSync(copy, 'w', 0o600))
  if (kindOf(`${file}-wal`) === 'file') copyFileSync(`${file}-wal`, `${copy}-wal`)
  rebuildHeader(copy)
}

/** Keeps what is at `file`, and its WAL, in `damaged/`. Returns its name there; undefined when nothing is there. */
function keep(file: string, folder: string, now: number): string | undefined {
  const kind = kindOf(file)
  const hasWal = kindOf(`${file}-wal`) === 'file'
  if (kind === 'absent' && !hasWal) return undefined
  const kept = freePath(join(damagedFolder(folder), backupName(now)))
  if (kind === 'file') keepFile(file, kept)
  else if (kind !== 'absent') renameSync(file, kept)
  if (hasWal) keepFile(`${file}-wal`, `${kept}-wal`)
  return basename(kept)
}

/** Moves a backup that is not whole, and its WAL, to `damaged/`. */
function keepBackup(file: string, folder: string): string {
  const kept = setAside(file, folder)
  if (hasWal(file)) renameSync(`${file}-wal`, `${kept}-wal`)
  return kept
}

function keepFile(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to) // a file system without hard links
  }
}
