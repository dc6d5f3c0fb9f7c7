import type { DocumentKind } from './documents.js'
import type { OcrLanguage } from './ocr-languages.js'

/**
 * Main sends one request to a reader window. To `read` it sends `ReaderMessage`s back (see electron/reader); to `open` it
 * keeps the document for `DrawRequest`s (contract/drawing.ts).
 */
export interface ReadRequest {
  readonly type: 'read' | 'open'
  readonly kind: DocumentKind
  /** In which the text of pictures and of pages without text is recognized; without any it is not. */
  readonly languages: readonly OcrLanguage[]
  /** In bytes. */
  readonly size: number
  /** Opens an encrypted PDF. */
  readonly password?: string
  /** The whole file; absent when it is large, and read piece by piece. */
  readonly bytes?: Uint8Array
}

/** What main sends for each `piece` that a reader asks for. */
export interface FilePiece {
  readonly from: number
  readonly bytes: Uint8Array
}

/** Why a file cannot be read. A reader sends only a code; main has the sentence for each. */
export const readFailures = [
  'document-empty',
  'document-unreadable',
  'document-unsafe',
  'document-encrypted',
  'document-password',
  'document-too-large',
] as const
export type ReadFailure = (typeof readFailures)[number]

export interface ReadPage {
  /** What is printed as the page's name: "iv", a slide's or a sheet's title, a minute. Absent: its number. */
  readonly label?: string
  /** Paragraphs and headings (as Markdown), tables as Markdown, in order; empty when the page has no text. */
  readonly passages: readonly string[]
  /** `failed`: the page is there but could not be read. */
  readonly status: 'read' | 'empty' | 'failed'
  /** A sentence: why the page could not be read, or that its text was recognized in a picture, and how sure it is. */
  readonly problem?: string
  /** Its text was looked for in a picture. */
  readonly isPicture?: true
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

/**
 * What a reader sends: `pages` as they are read, then one `end` or `failed`; at any time a `piece`, when it needs bytes of a
 * large file (`to` is not included). `picture` announces that the next page needs the time of a picture.
 * `pages` has at most `maxPagesPerMessage` pages;
 * `total` is the number of all pages of the file. Main checks every message, because a reader parses strangers' files.
 */
export type ReaderMessage =
  | { readonly type: 'piece'; readonly from: number; readonly to: number }
  | { readonly type: 'picture'; readonly total: number }
  | { readonly type: 'pages'; readonly total: number; readonly pages: readonly ReadPage[] }
  | { readonly type: 'end'; readonly rest: Omit<ReadDocument, 'pages'> }
  | { readonly type: 'failed'; readonly code: ReadFailure | 'unknown' }

export const maxPagesPerMessage = 500
/** A reader asks for at most as many bytes at once. */
export const maxPieceBytes = 1024 * 1024

/** A reader of one kind: bytes to a document. Throws `ReadError`. */
export type FormatReader = (bytes: Uint8Array) => ReadDocument | Promise<ReadDocument>
