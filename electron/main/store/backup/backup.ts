import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabasePool } from '@photostructure/sqlite/experimental'
import { AppError } from '../../../../contract/errors.js'
import { Database } from '../database.js'
import { toStoreError } from '../store-error.js'
import { backupName, expiredBackups, parseBackupNames } from './backup-retention.js'

const partialSuffix = '.partial'

/**
 * Checks each table and the tables that store the search index, but not the index itself: that check takes ten times as
 * long, and a damaged index is rebuilt when it is used.
 */
const selectProblem = `
  SELECT quick_check AS problem FROM pragma_table_list AS tables, pragma_quick_check(tables.name)
  WHERE tables.schema = 'main' AND tables.type IN ('table', 'shadow') AND quick_check <> 'ok' LIMIT 1`

export const backupFolder = (folder: string) => join(folder, 'backups')

/** Backup files, newest first; `at` is in milliseconds since 1970. Does not check their content. */
export function listBackups(folder: string): readonly { file: string; at: number }[] {
  const backups = backupFolder(folder)
  if (!existsSync(backups)) return []
  return parseBackupNames(readdirSync(backups)).map(({ name, at }) => ({ file: join(backups, name), at }))
}

/** Copies the database on this thread and checks the copy. Throws when there is no good copy. */
export function backUpBeforeMigration(db: Database, folder: string, at: number, version: number): void {
  const target = startBackup(folder, backupName(at, version))
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
  const target = startBackup(folder, backupName(at))
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

/** The first problem in a database file; undefined when the file is good. */
export function checkFile(file: string): string | undefined {
  const db = new Database(file, { readOnly: true })
  try {
    return db.prepare<{ problem: string }>(selectProblem).get()?.problem
  } finally {
    db.close()
  }
}

/** A backup is written under another name, synced and renamed, so a file with a backup's name is complete. */
function startBackup(folder: string, name: string): { partial: string; file: string } {
  const backups = backupFolder(folder)
  mkdirSync(backups, { recursive: true, mode: 0o700 })
  for (const left of readdirSync(backups)) if (left.includes(partialSuffix)) rmSync(join(backups, left))
  const file = join(backups, name)
  // VACUUM INTO accepts an existing empty file and keeps its mode.
  closeSync(openSync(file + partialSuffix, 'w', 0o600))
  return { partial: file + partialSuffix, file }
}

function finishBackup(folder: string, target: { partial: string; file: string }): void {
  syncPath(target.partial)
  renameSync(target.partial, target.file)
  const backups = backupFolder(folder)
  for (const name of expiredBackups(readdirSync(backups))) rmSync(join(backups, name), { force: true })
  syncPath(backups)
}

export function syncPath(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

async function withPool<T>(file: string, work: (pool: DatabasePool) => Promise<T>): Promise<T> {
  const pool = await DatabasePool.open(file, { authorizer: 'none' })
  try {
    return await work(pool)
  } finally {
    await pool.close()
  }
}
