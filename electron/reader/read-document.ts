import type { ReadDocument, ReadRequest } from '../../contract/reader.js'
import { clean } from './clean.js'
import { decode, ReadError } from './decode.js'
import { toPages } from './pages.js'

/** The whole reading of a text file. Throws `ReadError`. */
export function readDocument({ kind, bytes }: ReadRequest): ReadDocument {
  const { text, encoding } = decode(bytes)
  const { text: cleaned, removed } = clean(text)
  const pages = toPages(cleaned, kind)
  if (pages.every(({ passages }) => passages.length === 0)) throw new ReadError('document-empty')
  return { kind, encoding, pages, removedCharacters: removed }
}
