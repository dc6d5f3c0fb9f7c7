import type { DocumentKind } from '../../contract/documents.js'
import type { FormatReader, ReadDocument, ReadPage, ReadRequest } from '../../contract/reader.js'
import { ReadError } from './decode.js'
import { readText } from './formats/text.js'

/** Gets pages as they are read, in order; `total` is the number of all pages of the file. */
export type OnPages = (pages: readonly ReadPage[], total: number) => void

type Rest = Omit<ReadDocument, 'pages'>
type Reader = (bytes: Uint8Array, onPages: OnPages) => Promise<Rest>

const readers: Readonly<Record<DocumentKind, Reader>> = {
  text: whole((bytes) => readText('text', bytes, 'plain')),
  markdown: whole((bytes) => readText('markdown', bytes, 'markdown')),
  pdf: async (...args) => (await import('./formats/pdf.js')).readPdf(...args),
}

/** Reads a document. `onPages` gets every page, in order, before this returns. Throws `ReadError`. */
export const readDocument = ({ kind, bytes }: ReadRequest, onPages: OnPages): Promise<Rest> =>
  readers[kind](bytes, onPages)

/** A reader of a kind that has no pages before all of it is read. */
function whole(read: FormatReader): Reader {
  return async (bytes, onPages) => {
    const { pages, ...rest } = await read(bytes)
    if (pages.every(({ status }) => status === 'empty')) throw new ReadError('document-empty')
    onPages(pages, pages.length)
    return rest
  }
}
