import type { DocumentKind } from '../../contract/documents.js'
import type { FormatReader, ReadDocument, ReadRequest } from '../../contract/reader.js'
import { clean } from './clean.js'
import { decode, ReadError } from './decode.js'
import { toPages } from './pages.js'
import type { Syntax } from './passages.js'

const readers: Readonly<Record<DocumentKind, FormatReader>> = {
  text: (bytes) => readText('text', bytes, 'plain'),
  markdown: (bytes) => readText('markdown', bytes, 'markdown'),
}

/** Throws `ReadError`, also when no page has text. */
export async function readDocument({ kind, bytes }: ReadRequest): Promise<ReadDocument> {
  const document = await readers[kind](bytes)
  if (document.pages.every(({ passages }) => passages.length === 0)) throw new ReadError('document-empty')
  return document
}

function readText(kind: DocumentKind, bytes: Uint8Array, syntax: Syntax): ReadDocument {
  const { text, encoding } = decode(bytes)
  const { text: cleaned, removed } = clean(text)
  const pages = toPages(cleaned, syntax)
  return { kind, encoding, pages, removedCharacters: removed, omitted: [], problems: [] }
}
