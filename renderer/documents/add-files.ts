import { type DocumentFile, documentTooLarge, maxDocumentBytes } from '../../contract/documents.js'
import { addDocuments } from '../stores/documents.js'
import { notify } from '../stores/view.js'

/** Reads files that were dropped or pasted and begins their summaries. Each that can't be read is said. */
export async function addFiles(files: readonly File[]): Promise<void> {
  const read = await Promise.all(files.map(readFile))
  await addDocuments(read.filter((file) => file !== undefined))
}

async function readFile(file: File): Promise<DocumentFile | undefined> {
  if (file.size > maxDocumentBytes) {
    notify({ message: documentTooLarge(file.name, file.size), tone: 'danger' })
    return undefined
  }
  try {
    return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
  } catch {
    // Chromium's own words name neither the file nor what to do.
    notify({ message: `${file.name} could not be read. Is it still where it was?`, tone: 'danger' })
    return undefined
  }
}
