import { constants, existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '../../../contract/errors.js'

/** Larger than a full context of ids or any long conversation. */
const maxBytes = 256 * 1024 * 1024

/**
 * Reads a text file that the command line names. Throws `not-found` with the reason: missing, not a file, too large,
 * not UTF-8. Never waits for a pipe.
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

/** npm runs scripts in the folder of the package and sets INIT_CWD to the caller's folder. */
function resolveInput(name: string): string {
  const called = resolve(process.env.INIT_CWD ?? '', name)
  return !existsSync(name) && existsSync(called) ? called : name
}

async function readWhole(name: string): Promise<string> {
  const path = resolveInput(name)
  // Without O_NONBLOCK, opening a pipe waits for its other end.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const found = await file.stat()
    if (!found.isFile()) throw new Error('it is not a file.')
    if (found.size > maxBytes) throw new Error('it is too large.')
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await file.readFile())
  } finally {
    await file.close()
  }
}
