import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { AppError } from '../../../contract/errors.js'

/** Replaces a small file atomically: after a failure or a crash it has its old content. Throws `disk-full`. */
export function writeWhole(file: string, content: string): void {
  const temporary = `${file}.new`
  try {
    const descriptor = openSync(temporary, 'w', 0o600)
    try {
      writeAndSync(descriptor, content)
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

function writeAndSync(descriptor: number, content: string): void {
  try {
    writeFileSync(descriptor, content) // writeSync would write only a part on a full disk, without an error
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
