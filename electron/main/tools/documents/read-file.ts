import { open, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { AppError } from '../../../../contract/errors.js'
import type { ReadDocument } from '../../../../contract/reader.js'
import { kindOf } from '../../documents/document-kind.js'
import { sourceOfFile } from '../../documents/document-source.js'
import { readerLimits } from '../../documents/limits.js'
import type { Reader } from '../../documents/reader.js'

/** Reads a file of the disk. Throws `not-found`, `document-unsupported`, or the code of a `ReadFailure`. */
export async function readFile(file: string, reader: Reader): Promise<ReadDocument> {
  const path = resolve(file)
  const size = await sizeOf(path)
  const kind = kindOf(basename(path), size, readerLimits.maxFileBytes)
  await using handle = await open(path)
  return await reader.read(sourceOfFile(kind, handle, size), new AbortController().signal)
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  if (!found) throw new AppError('not-found', 'There is no such file.')
  if (!found.isFile()) throw new AppError('document-unsupported', 'This is a folder, not a file.')
  return found.size
}
