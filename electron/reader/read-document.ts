import type { ReadDocument } from '../../contract/documents.js'
import { clean } from './clean.js'
import { decode, ReadError } from './decode.js'
import { toPages } from './pages.js'

/** The whole reading of a text file. Throws `ReadError`. */
export function readDocument(bytes: Uint8Array, kind: ReadDocument['kind']): ReadDocument {
  const { text, encoding } = decode(bytes)
  const { text: cleaned, removed } = clean(text)
  const pages = toPages(cleaned, kind)
  if (pages.every(({ passages }) => passages.length === 0)) throw new ReadError('document-empty')
  return { kind, encoding, pages, removedCharacters: removed }
}
