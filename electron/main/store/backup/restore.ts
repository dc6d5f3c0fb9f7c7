import { copyFileSync, linkSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { kindOf } from '../../files/path-kind.js'
import { report } from '../../log/report.js'
import { LastKnownFile } from '../condition/last-known.js'
import { Database } from '../database.js'
import { storeFile } from '../open-store.js'
import { countsOfGood } from '../recovery/best-backup.js'
import { removeDatabase } from '../recovery/rebuild.js'
import { backupFolder, hasWal, syncPath } from './backup.js'
import { backupName } from './backup-retention.js'
import { backupFile } from './look-into.js'

const chosenFile = `${storeFile}.chosen`

/** Keeps a backup for `restoreBackup`: the one that is made when the app quits may take its place. Throws `not-found`. */
export function chooseBackup(dataFolder: string, id: string): void {
  const backup = backupFile(dataFolder, id)
  const chosen = join(dataFolder, chosenFile)
  removeDatabase(chosen)
  copyOrLink(backup, chosen)
  if (hasWal(backup)) copyOrLink(`${backup}-wal`, `${chosen}-wal`)
  syncPath(dataFolder)
}

export const forgetChosen = (dataFolder: string): void => removeDatabase(join(dataFolder, chosenFile))

/**
 * Puts the chosen backup in the place of the store, which is kept among the backups. Call while the store is closed; killed in the
 * middle, it can be called again. Returns a sentence for the user.
 */
export function restoreBackup(dataFolder: string, now: number): string {
  try {
    const backup = join(dataFolder, chosenFile)
    const counts = countsOfGood(backup)
    if (counts === undefined || counts === 'newer')
      return 'The backup could not be restored, because it is damaged or of a newer Parley. Nothing was changed.'
    replaceStore(dataFolder, backup, now)
    return `The backup is restored: ${inWords(counts.conversations, 'conversation')} with ${inWords(counts.messages, 'message')}. What was here before is kept in Settings ▸ Backups.`
  } catch (error) {
    report('A backup could not be restored.', error)
    return 'The backup could not be restored. Your conversations are as they were.'
  }
}

function replaceStore(dataFolder: string, backup: string, now: number): void {
  const file = join(dataFolder, storeFile)
  const next = `${file}.restored`
  removeDatabase(next)
  copyFileSync(backup, next)
  if (hasWal(backup)) copyFileSync(`${backup}-wal`, `${next}-wal`)
  settle(next)
  syncPath(next)
  if (kindOf(file) === 'file') keep(file, dataFolder, now)
  // Else the missing rows would count as damage, and recovery would bring them back.
  new LastKnownFile(dataFolder).forget()
  removeDatabase(file, ['-wal', '-shm', '-journal'])
  renameSync(next, file)
  syncPath(dataFolder)
}

/** Keeps the store as a backup. The file itself stays where it is until the other one replaces it. */
function keep(file: string, dataFolder: string, now: number): void {
  settle(file)
  let time = now
  const nameAt = (at: number) => join(backupFolder(dataFolder), backupName(at, 'restore'))
  while (kindOf(nameAt(time)) !== 'absent') time++
  copyOrLink(file, nameAt(time))
  if (hasWal(file)) copyOrLink(`${file}-wal`, `${nameAt(time)}-wal`)
  syncPath(backupFolder(dataFolder))
}

/** Moves the WAL into the file, where it is whole. */
function settle(file: string): void {
  try {
    const db = new Database(file)
    try {
      db.emptyWal()
    } finally {
      db.close()
    }
  } catch (error) {
    report('A store could not be settled before it was kept.', error) // it is kept with its WAL
  }
}

function copyOrLink(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    rmSync(to, { force: true })
    copyFileSync(from, to) // a file system without hard links
  }
}

const inWords = (count: number, noun: string) => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
