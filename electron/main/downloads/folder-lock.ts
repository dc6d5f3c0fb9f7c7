import { closeSync, fstatSync, openSync, rmSync, statSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { AppError } from '../../../contract/errors.js'

/** Held by this process: closing a second descriptor of a file would release the system's lock on it. */
const held = new Set<string>()

/**
 * Locks a folder for one download. The lock is SQLite's on a file, which the system releases when the process ends in
 * whatever way. Throws `download-busy`.
 * @param folder its real path
 * @returns removes the file and releases the lock
 */
export function lockFolder(file: string, folder: string): () => void {
  const busy = () => new AppError('download-busy', `Another download writes into ${folder}. Wait until it has ended.`)
  if (held.has(file)) throw busy()
  const made = inodeOf(file)
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('PRAGMA journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
    // A download that ended in between has removed this file, and a third one may have made its own.
    if (statSync(file, { throwIfNoEntry: false })?.ino !== made) throw busy()
  } catch (error) {
    database.close()
    throw isLocked(error) ? busy() : error
  }
  held.add(file)
  return () => {
    held.delete(file)
    rmSync(file, { force: true })
    database.close()
  }
}

function inodeOf(file: string): number {
  const descriptor = openSync(file, 'a', 0o600)
  try {
    return fstatSync(descriptor).ino
  } finally {
    closeSync(descriptor)
  }
}

const isLocked = (error: unknown) => error instanceof Error && /database is locked/.test(error.message)
