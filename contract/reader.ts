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
export const readFailures = [
  'document-empty',
  'document-unreadable',
  'document-encrypted',
  'document-too-large',
] as const
export type ReadFailure = (typeof readFailures)[number]

export interface ReadPage {
  /** What is printed as the page's name: "iv", a slide's or a sheet's title, a minute. Absent: its number. */
  readonly label?: string
  /** Paragraphs and headings (as Markdown), tables as Markdown, in order; empty when the page has no text. */
  readonly passages: readonly string[]
  /** `failed`: the page is there but could not be read; `problem` says why. */
  readonly status: 'read' | 'empty' | 'failed'
  readonly problem?: string
}

export interface ReadDocument {
  readonly kind: DocumentKind
  readonly title?: string
  readonly encoding?: string
  readonly pages: readonly ReadPage[]
  /** The number of removed invisible characters (tags, zero-width, bidi controls). */
  readonly removedCharacters: number
  /** What the format holds and Parley leaves out, counted: { what: 'comments', count: 3 }. */
  readonly omitted: readonly { readonly what: string; readonly count: number }[]
  /** What went wrong on the way, in sentences. */
  readonly problems: readonly string[]
}

/** A reader of one kind: bytes to a document. Throws `ReadError`. */
export type FormatReader = (bytes: Uint8Array) => ReadDocument | Promise<ReadDocument>
