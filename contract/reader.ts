import type { DocumentKind } from './documents.js'

/** Main sends one request to a reader window, which answers it once: see electron/reader. */
export interface ReadRequest {
  readonly kind: DocumentKind
  readonly bytes: Uint8Array
}

/** The answer as a reader should send it. Main checks it: a reader parses files of strangers. */
export type ReadAnswer =
  | { readonly ok: true; readonly value: ReadDocument }
  | { readonly ok: false; readonly code: ReadFailure | 'unknown' }

/** Why a file can't be read. A reader sends no sentence; main has one for each code. */
export const readFailures = ['document-empty', 'document-unreadable'] as const
export type ReadFailure = (typeof readFailures)[number]

export interface ReadDocument {
  readonly kind: DocumentKind
  readonly encoding: string
  readonly pages: readonly ReadPage[]
  /** Invisible characters (tags, zero-width, bidi controls) that were taken out. */
  readonly removedCharacters: number
}

export interface ReadPage {
  /** Paragraphs and headings, in order; none when the page is empty. */
  readonly passages: readonly string[]
}
