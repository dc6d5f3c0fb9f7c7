import { constants, existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '../../../contract/errors.js'

/** More than a full context of ids or a long conversation ever has. */
const maxBytes = 256 * 1024 * 1024

/**
 * The text of a file that the command line names. Throws `not-found` with a line that says why: not there, no file, too
 * large, no UTF-8. Never waits for a pipe.
 */
export async function readInput(path: string): Promise<string> {
  try {
    return await readWhole(path)
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    const why = isMissing ? 'it is not there.' : cause instanceof Error ? cause.message : String(cause)
    throw new AppError('not-found', `The file ${path} can’t be read: ${why}`, { cause })
  }
}

/** npm runs its scripts in the package's own folder, and says where it was called. */
function placeOf(name: string): string {
  const called = resolve(process.env.INIT_CWD ?? '', name)
  return !existsSync(name) && existsSync(called) ? called : name
}

async function readWhole(name: string): Promise<string> {
  const path = placeOf(name)
  // Without O_NONBLOCK, opening a pipe waits for its other end.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const found = await file.stat()
    if (!found.isFile()) throw new Error('it is no file.')
    if (found.size > maxBytes) throw new Error('it is too large.')
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.readFile())
  } finally {
    await file.close()
  }
}
