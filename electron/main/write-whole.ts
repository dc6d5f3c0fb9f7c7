import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { AppError } from '../../contract/errors.js'

/** Writes a small file so that it is whole or as it was, whatever happens. Throws `disk-full`. */
export function writeWhole(file: string, content: string): void {
  const temporary = `${file}.new`
  try {
    const descriptor = openSync(temporary, 'w', 0o600)
    try {
      fill(descriptor, content)
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

function fill(descriptor: number, content: string): void {
  try {
    writeFileSync(descriptor, content) // writeSync writes what there is room for and says nothing
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
