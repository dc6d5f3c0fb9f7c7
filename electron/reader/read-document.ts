import type { DocumentKind } from '../../contract/documents.js'
import type { FormatReader, ReadDocument, ReadPage, ReadRequest } from '../../contract/reader.js'
import { ReadError } from './decode.js'
import { cleanPages } from './formats/clean-pages.js'
import { type FormatKind, formatReaders } from './formats/readers.js'
import { readText } from './formats/text.js'
import { wholeOf } from './whole-of.js'

/** Gets pages as they are read, in order; `total` is the number of all pages of the file. */
export type OnPages = (pages: readonly ReadPage[], total: number) => void

type Rest = Omit<ReadDocument, 'pages'>

/** The file to read; without `bytes` its reader asks for the pieces that it needs. */
export interface GivenFile extends ReadRequest {
  piece(from: number, to: number): Promise<Uint8Array>
  /** Announces, before a page is drawn, that it needs the time of a picture. `total` is the number of all pages. */
  announcePicture(total: number): void
}

type Reader = (file: GivenFile, onPages: OnPages) => Promise<Rest>

const readers: Readonly<Record<DocumentKind, Reader>> = {
  text: whole((bytes) => readText('text', bytes, 'plain')),
  markdown: whole((bytes) => readText('markdown', bytes, 'markdown')),
  pdf: async (...args) => (await import('./formats/pdf.js')).readPdf(...args),
  docx: inPages('docx'),
  pptx: inPages('pptx'),
  xlsx: inPages('xlsx'),
  odt: inPages('odt'),
  ods: inPages('ods'),
  odp: inPages('odp'),
  rtf: inPages('rtf'),
  epub: inPages('epub'),
  html: inPages('html'),
  csv: inPages('csv'),
  tsv: inPages('tsv'),
  json: inPages('json'),
  eml: inPages('eml'),
  msg: inPages('msg'),
  transcript: inPages('transcript'),
  image: async (...args) => (await import('./formats/image.js')).readImage(...args),
}

/** Reads a document. `onPages` gets every page, in order, before this returns. Throws `ReadError`. */
export const readDocument = (file: GivenFile, onPages: OnPages): Promise<Rest> => readers[file.kind](file, onPages)

/** A reader of a kind that has no pages before all of it is read. */
function whole(read: FormatReader): Reader {
  return async (file, onPages) => {
    const { pages, ...rest } = await read(await wholeOf(file))
    if (pages.every(({ status }) => status === 'empty')) throw new ReadError('document-empty')
    onPages(pages, pages.length)
    return rest
  }
}

/** A reader of formats/readers.ts, whose text still holds hidden characters. */
function inPages(kind: FormatKind): Reader {
  return whole(async (bytes) => ({ kind, ...cleanPages(await formatReaders[kind](bytes)) }))
}
