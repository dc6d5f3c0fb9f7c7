import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AppError } from '../../../../contract/errors.js'
import { kindOf } from '../../files/path-kind.js'
import { findProblem, selectProblem } from '../condition/problems.js'
import type { Database } from '../database.js'
import { withPool } from '../pool.js'
import { withChecker } from '../readers.js'
import { toStoreError } from '../store-error.js'
import { backupName, expiredBackups, parseBackupNames } from './backup-retention.js'

const partialSuffix = '.partial'

export const backupFolder = (folder: string) => join(folder, 'backups')

/**
 * Backup files, newest first; `at` is in milliseconds since 1970, and a time after `now` counts as now. Does not check
 * their content.
 */
export function listBackups(folder: string, now?: number): readonly { file: string; at: number }[] {
  const backups = backupFolder(folder)
  if (kindOf(backups) !== 'folder') return []
  return parseBackupNames(readdirSync(backups), now).map(({ name, at }) => ({ file: join(backups, name), at }))
}

/** Copies the database on this thread and checks the copy. Throws when there is no good copy. */
export function backUpBeforeMigration(db: Database, folder: string, at: number, version: number): void {
  const target = startBackup(folder, at, version)
  try {
    db.prepare('VACUUM INTO ?').run(target.partial)
    const problem = checkFile(target.partial)
    if (problem) throw new AppError('store-damaged', `The backup before an update is damaged: ${problem}.`)
    finishBackup(folder, target)
  } catch (error) {
    rmSync(target.partial, { force: true })
    throw toStoreError(error)
  }
}

/** Does the same on SQLite's own threads and connections, so that writers can continue. */
export async function backUp(file: string, folder: string, at: number): Promise<void> {
  const target = startBackup(folder, at)
  try {
    await withPool(file, (pool) => pool.run('VACUUM INTO ?', [target.partial]))
    const [found] = await withPool(target.partial, (pool) => pool.all(selectProblem))
    if (found) throw new AppError('store-damaged', `A backup is damaged: ${JSON.stringify(found)}.`)
    finishBackup(folder, target)
  } catch (error) {
    rmSync(target.partial, { force: true })
    throw toStoreError(error)
  }
}

/** The first problem of tables or their indexes in a database file; undefined when the file is good. */
export const checkFile = (file: string): string | undefined => withChecker(file, findProblem)

/** A backup is written under another name, synced and renamed, so a file with a backup's name is complete. */
function startBackup(folder: string, at: number, version?: number): { partial: string; file: string } {
  const backups = backupFolder(folder)
  mkdirSync(backups, { recursive: true, mode: 0o700 })
  for (const left of readdirSync(backups))
    if (left.includes(partialSuffix)) rmSync(join(backups, left), { recursive: true, force: true })
  let time = at
  while (kindOf(join(backups, backupName(time, version))) !== 'absent') time++
  const file = join(backups, backupName(time, version))
  // VACUUM INTO accepts an existing empty file and keeps its mode.
  closeSync(openSync(file + partialSuffix, 'wx', 0o600))
  return { partial: file + partialSuffix, file }
}

function finishBackup(folder: string, target: { partial: string; file: string }): void {
  syncPath(target.partial)
  renameSync(target.partial, target.file)
  const backups = backupFolder(folder)
  const names = readdirSync(backups).filter((name) => kindOf(join(backups, name)) === 'file')
  for (const name of expiredBackups(names, basename(target.file))) rmSync(join(backups, name), { force: true })
  removeTraces(folder)
  syncPath(backups)
}

const trace = /^(.+)-(?:wal|shm)$/

/**
 * Removes what SQLite leaves beside a backup when it may only read it: a WAL without content, and the index of it. What
 * lies beside a backup that is gone goes too.
 */
export function removeTraces(folder: string): void {
  const backups = backupFolder(folder)
  if (kindOf(backups) !== 'folder') return
  for (const name of readdirSync(backups)) {
    const backup = trace.exec(name)?.[1]
    if (backup === undefined) continue
    const isUsed = kindOf(join(backups, backup)) === 'file' && hasWal(join(backups, backup))
    if (!isUsed) rmSync(join(backups, name), { recursive: true, force: true })
  }
}

/** Whether a WAL with content belongs to the file. Parley makes no such backup, but a person may put one there. */
export const hasWal = (file: string): boolean => kindOf(`${file}-wal`) === 'file' && statSync(`${file}-wal`).size > 0

export function syncPath(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
