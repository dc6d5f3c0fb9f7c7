import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { checkFile, listBackups, syncPath } from '../backup/backup.js'
import { backupName } from '../backup/backup-retention.js'
import { Database } from '../database.js'
import { latestVersion, migrate, refuseNewer } from '../migrate.js'
import { isDamage } from '../store-error.js'
import { mend } from './mend.js'
import { type Salvaged, salvage } from './salvage.js'

/** Throws `refused` when a newer Parley has written the file. Never changes the file. */
export function examine(file: string): 'absent' | 'good' | 'damaged' {
  if (!existsSync(file) || statSync(file).size === 0) return 'absent'
  try {
    const version = versionOf(file)
    refuseNewer(version)
    return checkFile(file) === undefined ? 'good' : 'damaged'
  } catch (error) {
    if (isDamage(error)) return 'damaged'
    throw error
  }
}

/**
 * Builds a good store from the readable rows of `file`, and from the newest good backup when some are missing. Then
 * replaces `file`, which is kept in `damaged/`. Changes nothing before that. Returns a sentence for the user.
 */
export function recover(file: string, now: number): string {
  const folder = dirname(file)
  const rebuilt = `${file}.rebuilt`
  removeDatabase(rebuilt)
  const hasContent = existsSync(file) && statSync(file).size > 0
  let salvaged = hasContent ? rebuild(rebuilt, file) : undefined
  let backup: { readonly file: string; readonly at: number } | undefined
  // A backup also restores deleted data, so it is used only when something is missing.
  if (!salvaged?.isComplete) {
    removeDatabase(rebuilt)
    backup = listBackups(folder).find((candidate) => isGoodBackup(candidate.file))
    if (backup) copyFileSync(backup.file, rebuilt)
    salvaged = rebuild(rebuilt, file)
  }
  syncPath(rebuilt)
  const isKept = keepDamaged(file, join(folder, 'damaged', backupName(now)))
  removeDatabase(file, ['-wal', '-shm'])
  renameSync(rebuilt, file)
  syncPath(folder)
  return noticeOf(salvaged, backup?.at, isKept)
}

function rebuild(rebuilt: string, file: string): Salvaged | undefined {
  const target = new Database(rebuilt)
  try {
    target.configure()
    target.exec('PRAGMA foreign_keys = OFF')
    const salvaged = readDamaged(file, (damaged) => {
      const version = Math.max(target.version, Math.min(damaged.version, latestVersion))
      migrate(target, version)
      return target.transaction(() => salvage(damaged, target))
    })
    migrate(target)
    target.transaction(() => mend(target))
    return salvaged
  } finally {
    target.close()
  }
}

/** Undefined when the file is missing or nothing in it can be read. */
function readDamaged<T>(file: string, read: (damaged: Database) => T): T | undefined {
  if (!existsSync(file)) return undefined
  let damaged: Database | undefined
  try {
    damaged = new Database(file, { readOnly: true })
    return read(damaged)
  } catch (error) {
    if (isDamage(error)) return undefined
    throw error
  } finally {
    damaged?.close()
  }
}

function isGoodBackup(file: string): boolean {
  try {
    return checkFile(file) === undefined && versionOf(file) <= latestVersion
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
}

function versionOf(file: string): number {
  const db = new Database(file, { readOnly: true })
  try {
    return db.version
  } finally {
    db.close()
  }
}

function keepDamaged(file: string, kept: string): boolean {
  if (!existsSync(file)) return false
  mkdirSync(dirname(kept), { recursive: true, mode: 0o700 })
  for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) keepFile(file + suffix, kept + suffix)
  return true
}

function keepFile(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to) // a file system without hard links
  }
}

function removeDatabase(file: string, suffixes = ['', '-wal', '-shm']): void {
  for (const suffix of suffixes) rmSync(file + suffix, { force: true })
}

function noticeOf(salvaged: Salvaged | undefined, backupAt: number | undefined, wasPresent: boolean): string {
  if (!wasPresent) return `Your conversations were missing. Parley restored the backup of ${dateOf(backupAt)}.`
  const count = salvaged?.messages ?? 0
  const sentences = ['The file that holds your conversations was damaged.']
  if (salvaged?.isComplete) sentences.push('Everything in it could be read: nothing was lost.')
  else {
    if (backupAt !== undefined) sentences.push(`Parley restored the backup of ${dateOf(backupAt)}.`)
    if (count > 0) sentences.push(`${count} ${count === 1 ? 'message' : 'messages'} could be read and were added.`)
    sentences.push('What could not be read is lost.')
  }
  sentences.push('The damaged file is kept in the folder “damaged”.')
  return sentences.join(' ')
}

const dateOf = (at: number | undefined) =>
  new Date(at ?? 0).toLocaleString('en', { dateStyle: 'long', timeStyle: 'short' })
