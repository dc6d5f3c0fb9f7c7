import type { DocumentKind } from './documents.js'

/** Main sends one request to a reader window, which sends one `ReadResult` back: see electron/reader. */
export interface ReadRequest {
  readonly kind: DocumentKind
  readonly bytes: Uint8Array
}

/** Main checks what a reader sends against this type, because a reader parses strangers' files. */
export type ReadResult =
  | { readonly ok: true; readonly value: ReadDocument }
  | { readonly ok: false; readonly code: ReadFailure | 'unknown' }

/** Why a file cannot be read. A reader sends only a code; main has the sentence for each. */
export const readFailures = ['document-empty', 'document-unreadable'] as const
export type ReadFailure = (typeof readFailures)[number]

export interface ReadDocument {
  readonly kind: DocumentKind
  readonly encoding: string
  readonly pages: readonly ReadPage[]
  /** The number of removed invisible characters (tags, zero-width, bidi controls). */
  readonly removedCharacters: number
}

export interface ReadPage {
  /** Paragraphs and headings, in order; empty when the page has no text. */
  readonly passages: readonly string[]
}
