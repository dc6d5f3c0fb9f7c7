import type { DocumentKind } from '../../../contract/documents.js'
import type { ReadDocument } from '../../../contract/reader.js'
import { clean } from '../clean.js'
import { decode } from '../decode.js'
import { toPages } from '../pages.js'
import type { Syntax } from '../passages.js'
import { separateTurns } from './transcript/cues.js'
import { isTranscript, readTranscript } from './transcript.js'

/** Longer than any talk, in characters. */
const maxTurnsLength = 5_000_000

/** Reads text in any common encoding, and transcripts among it as such. Throws `ReadError`. */
export function readText(kind: DocumentKind, bytes: Uint8Array, syntax: Syntax): ReadDocument {
  const { text, encoding } = decode(bytes)
  const { text: cleaned, removed } = clean(text)
  const isSpeech = syntax === 'plain' && isTranscript(cleaned)
  const turns = syntax === 'plain' ? separateTurns(cleaned.slice(0, maxTurnsLength)) : undefined
  const pages = isSpeech
    ? readTranscript(bytes).pages
    : toPages(turns && cleaned.length <= maxTurnsLength ? turns : cleaned, syntax)
  return { kind, encoding, pages, removedCharacters: removed, omitted: [], problems: [] }
}
