import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabasePool } from '@photostructure/sqlite/experimental'
import { AppError } from '../../../../contract/errors.js'
import { Database } from '../database.js'
import { toStoreError } from '../store-error.js'
import { backupName, expiredBackups, parseBackupNames } from './backup-retention.js'

const partial = '.partial'

/**
 * Each table and what the search index lies in, but not the index as such: that check takes ten times as long, and a
 * damaged index is made anew when it is met.
 */
const problems = `
  SELECT quick_check AS problem FROM pragma_table_list AS tables, pragma_quick_check(tables.name)
  WHERE tables.schema = 'main' AND tables.type IN ('table', 'shadow') AND quick_check <> 'ok' LIMIT 1`

export const backupFolder = (folder: string) => join(folder, 'backups')

/** Files of good backups' names, newest first. */
export function listBackups(folder: string): readonly { file: string; at: number }[] {
  const backups = backupFolder(folder)
  if (!existsSync(backups)) return []
  return parseBackupNames(readdirSync(backups)).map(({ name, at }) => ({ file: join(backups, name), at }))
}

/** A copy of the database, opened and checked, on this thread. Throws when there is no good copy in the end. */
export function backUpBeforeMigration(db: Database, folder: string, at: number, version: number): void {
  const target = begin(folder, backupName(at, version))
  try {
    db.prepare('VACUUM INTO ?').run(target.partial)
    const problem = checkFile(target.partial)
    if (problem) throw new AppError('store-damaged', `The backup before an update could not be read again: ${problem}.`)
    finish(folder, target)
  } catch (error) {
    rmSync(target.partial, { force: true })
    throw toStoreError(error)
  }
}

/** The same on SQLite's own threads, through connections of their own: writers go on meanwhile. */
export async function backUp(file: string, folder: string, at: number): Promise<void> {
  const target = begin(folder, backupName(at))
  try {
    await withPool(file, (pool) => pool.run('VACUUM INTO ?', [target.partial]))
    const [found] = await withPool(target.partial, (pool) => pool.all(problems))
    if (found) throw new AppError('store-damaged', `A backup could not be read again: ${JSON.stringify(found)}.`)
    finish(folder, target)
  } catch (error) {
    rmSync(target.partial, { force: true })
    throw toStoreError(error)
  }
}

/** What is wrong with a database file, or undefined. */
export function checkFile(file: string): string | undefined {
  const db = new Database(file, { readOnly: true })
  try {
    return db.prepare<{ problem: string }>(problems).get()?.problem
  } finally {
    db.close()
  }
}

/** Written whole under another name, synced, renamed: a file with a backup's name is a whole backup. */
function begin(folder: string, name: string): { partial: string; file: string } {
  const backups = backupFolder(folder)
  mkdirSync(backups, { recursive: true, mode: 0o700 })
  for (const left of readdirSync(backups)) if (left.includes(partial)) rmSync(join(backups, left))
  const file = join(backups, name)
  // VACUUM INTO takes an empty file that is there, and with it the mode.
  closeSync(openSync(file + partial, 'w', 0o600))
  return { partial: file + partial, file }
}

function finish(folder: string, target: { partial: string; file: string }): void {
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
