import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { AppError } from '../../../contract/errors.js'
import { kindOf } from './path-kind.js'
import { setAside } from './set-aside.js'

/**
 * Replaces a small file atomically: after a failure or a crash it has its old content. Without `isSynced` a power cut
 * may lose the new one. Throws `disk-full`.
 */
export function writeWhole(file: string, content: string, { isSynced = true } = {}): void {
  try {
    const temporary = freeTemporary(file)
    const descriptor = openSync(temporary, 'wx', 0o600)
    try {
      write(descriptor, content, isSynced)
      if (kindOf(file) !== 'absent' && kindOf(file) !== 'file') setAside(file, dirname(file))
      renameSync(temporary, file)
    } catch (error) {
      rmSync(temporary, { force: true })
      throw error
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    throw new AppError('disk-full', 'There is no space left on the disk. Free some space and try again.', {
      cause: error,
    })
  }
}

/** The name to write to. Removes the file of a write that a crash interrupted; keeps what is no file. */
function freeTemporary(file: string): string {
  const temporary = `${file}.new`
  const kind = kindOf(temporary)
  if (kind === 'file') rmSync(temporary)
  else if (kind !== 'absent') setAside(temporary, dirname(file), basename(temporary))
  return temporary
}

function write(descriptor: number, content: string, isSynced: boolean): void {
  try {
    writeFileSync(descriptor, content) // writeSync would write only a part on a full disk, without an error
    if (isSynced) fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
