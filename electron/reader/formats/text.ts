import type { DocumentKind } from '../../../contract/documents.js'
import type { ReadDocument } from '../../../contract/reader.js'
import { clean } from '../clean.js'
import { decode } from '../decode.js'
import { toPages } from '../pages.js'
import type { Syntax } from '../passages.js'

/** Reads text in any common encoding. Throws `ReadError`. */
export function readText(kind: DocumentKind, bytes: Uint8Array, syntax: Syntax): ReadDocument {
  const { text, encoding } = decode(bytes)
  const { text: cleaned, removed } = clean(text)
  const pages = toPages(cleaned, syntax)
  return { kind, encoding, pages, removedCharacters: removed, omitted: [], problems: [] }
}
