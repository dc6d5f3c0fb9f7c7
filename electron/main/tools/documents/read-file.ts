import type { ReadDocument } from '../../../../contract/reader.js'
import type { Reader } from '../../documents/reader.js'
import { openFile } from './open-file.js'

/** Reads a file of the disk. Throws `not-found`, `document-unsupported`, or the code of a `ReadFailure`. */
export async function readFile(file: string, reader: Reader): Promise<ReadDocument> {
  await using opened = await openFile(file)
  return await reader.read(opened.source, new AbortController().signal)
}
