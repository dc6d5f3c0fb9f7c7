import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { AppError } from '../../contract/errors.js'

/** Writes a small file so that it is whole or as it was, whatever happens. Throws `disk-full`. */
export function writeWhole(file: string, content: string): void {
  const temporary = `${file}.new`
  try {
    const descriptor = openSync(temporary, 'w', 0o600)
    try {
      writeSync(descriptor, content)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    throw new AppError('disk-full', 'There is no space left on the disk. Free some space and try again.', {
      cause: error,
    })
  }
}
