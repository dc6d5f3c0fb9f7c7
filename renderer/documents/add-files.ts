import { type DocumentPlace, documentTooLarge, maxDocumentBytes } from '../../contract/documents.js'
import { addFilesTo, addFilesToOpen, type FileToAdd } from '../stores/adding-files.js'

/** Adds dropped or pasted files to the composer of the open conversation, one after another. */
export const addFiles = (files: readonly File[]): Promise<void> => addFilesToOpen(files.map(toAdd))

/** Adds files to a place; what is refused is shown in `shownIn`. Returns the ids of new conversations. */
export const addFilesAt = (place: DocumentPlace, shownIn: string | null, files: readonly File[]) =>
  addFilesTo(place, shownIn, files.map(toAdd))

const toAdd = (file: File): FileToAdd => ({
  name: file.name,
  bytes: file.size,
  async read(from, to) {
    if (file.size > maxDocumentBytes) throw new Error(documentTooLarge(file.name, file.size))
    try {
      return new Uint8Array(await file.slice(from, to).arrayBuffer())
    } catch {
      // Chromium's own message names neither the file nor what to do.
      throw new Error(`${file.name} could not be read. Check that it still exists and add it again.`)
    }
  },
})
