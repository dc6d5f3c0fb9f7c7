import { open, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { AppError } from '../../../../contract/errors.js'
import { kindOf } from '../../documents/document-kind.js'
import { sourceOfFile } from '../../documents/document-source.js'

/** Opens a document on the disk. Throws `not-found`, or why it is refused. */
export async function openFile(file: string) {
  const path = resolve(file)
  const size = await sizeOf(path)
  const kind = kindOf(basename(path), size)
  const handle = await open(path)
  return { source: sourceOfFile(kind, handle, size), [Symbol.asyncDispose]: () => handle.close() }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new AppError('not-found', 'There is no such file.')
  if (!found.isFile()) throw new AppError('document-unsupported', 'This is a folder, not a file.')
  return found.size
}
