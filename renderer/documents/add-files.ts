import { type DocumentFile, documentTooLarge, maxDocumentBytes } from '../../contract/documents.js'
import { addDocuments } from '../stores/documents.js'
import { notify } from '../stores/view.js'

/** Reads dropped or pasted files, one after another, and starts their summaries. Reports each that cannot be read. */
export const addFiles = (files: readonly File[]): Promise<void> =>
  addDocuments(files.map((file) => () => readFile(file)))

async function readFile(file: File): Promise<DocumentFile | undefined> {
  if (file.size > maxDocumentBytes) {
    notify({ message: documentTooLarge(file.name, file.size), tone: 'danger' })
    return undefined
  }
  try {
    return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
  } catch {
    // Chromium's own message names neither the file nor what to do.
    notify({ message: `${file.name} could not be read. Check that it still exists and add it again.`, tone: 'danger' })
    return undefined
  }
}
