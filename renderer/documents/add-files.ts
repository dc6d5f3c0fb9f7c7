import { documentTooLarge, maxDocumentBytes } from '../../contract/documents.js'
import { addDocuments, type FileToRead } from '../stores/documents.js'

/** Adds dropped or pasted files to the composer, one after another. */
export const addFiles = (files: readonly File[]): Promise<void> =>
  addDocuments(files.map((file) => ({ name: file.name, read: () => readFile(file) })))

async function readFile(file: File): ReturnType<FileToRead['read']> {
  if (file.size > maxDocumentBytes) throw new Error(documentTooLarge(file.name, file.size))
  try {
    return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
  } catch {
    // Chromium's own message names neither the file nor what to do.
    throw new Error(`${file.name} could not be read. Check that it still exists and add it again.`)
  }
}
