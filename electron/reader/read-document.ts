import type { DocumentKind } from '../../contract/documents.js'
import type { ReadDocument, ReadRequest } from '../../contract/reader.js'
import { clean } from './clean.js'
import { decode, ReadError } from './decode.js'
import { toPages } from './pages.js'
import type { Syntax } from './passages.js'

/** Reads the bytes of one kind of document. Throws `ReadError`. */
type Reader = (bytes: Uint8Array) => Omit<ReadDocument, 'kind'>

const readers: Readonly<Record<DocumentKind, Reader>> = {
  text: (bytes) => readText(bytes, 'plain'),
  markdown: (bytes) => readText(bytes, 'markdown'),
}

/** Throws `ReadError`, also when no page has text. */
export function readDocument({ kind, bytes }: ReadRequest): ReadDocument {
  const document = readers[kind](bytes)
  if (document.pages.every(({ passages }) => passages.length === 0)) throw new ReadError('document-empty')
  return { kind, ...document }
}

function readText(bytes: Uint8Array, syntax: Syntax): ReturnType<Reader> {
  const { text, encoding } = decode(bytes)
  const { text: cleaned, removed } = clean(text)
  return { encoding, pages: toPages(cleaned, syntax), removedCharacters: removed }
}
