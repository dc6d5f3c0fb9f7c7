import type { ErrorCode } from './errors.js'
import { formatBytes } from './format-bytes.js'
import { listOf } from './list-of.js'

interface DocumentFormat {
  /** As it reads in the middle of a sentence. */
  readonly label: string
  /** In lower case, the most usual one first. */
  readonly extensions: readonly [string, ...string[]]
}

/** A kind is added by its line here and its reader in electron/reader/read-document.ts. */
const formats = {
  text: { label: 'text', extensions: ['txt', 'text'] },
  markdown: { label: 'Markdown', extensions: ['md', 'markdown'] },
} satisfies Record<string, DocumentFormat>

export type DocumentKind = keyof typeof formats

export const documentFormats: Readonly<Record<DocumentKind, DocumentFormat>> = formats

export const isDocumentKind = (value: unknown): value is DocumentKind =>
  typeof value === 'string' && Object.hasOwn(formats, value)

export const documentKinds: readonly DocumentKind[] = Object.keys(formats).filter(isDocumentKind)

const capitalized = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

/** "Text": the kind of one document, as a line begins with it. */
export const kindLabel = (kind: DocumentKind) => capitalized(documentFormats[kind].label)

/** "Text and Markdown" */
export const kindLabels = capitalized(listOf(documentKinds.map((kind) => documentFormats[kind].label)))

const maxDocumentMegabytes = 20

/** 20 MiB: a file that Finder shows with 20 MB is accepted. */
export const maxDocumentBytes = maxDocumentMegabytes * 1024 * 1024

/** "20 MB" */
export const maxDocumentSize = `${maxDocumentMegabytes} MB`

/** "report.txt is too large: 53 MB, and a document holds up to 20 MB." */
export const documentTooLarge = (what: string, bytes: number) =>
  `${what} is too large: ${formatBytes(bytes)}, and a document holds up to ${maxDocumentSize}.`

/** Bytes of a file that the user dropped. A path never crosses from a window. */
export interface DocumentFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The answer of adding documents. */
export interface AddedDocuments {
  /** The conversation that the documents are in; null when none was begun, because every file was refused. */
  readonly conversationId: string | null
  readonly refused: readonly RefusedDocument[]
}

export interface RefusedDocument {
  readonly name: string
  /** A sentence for the user: why the file is not accepted. */
  readonly message: string
}

/** Every page is in exactly one of these states; together they are the account. */
export type PageState = 'unread' | 'read' | 'empty' | 'failed'

export type JobState = 'waiting' | 'reading' | 'running' | 'paused' | 'done' | 'failed'

/** What a summary is made of: every point with the page that it came from. */
export interface SummaryPoint {
  readonly text: string
  /** The page, from 1, and the passage on it, from 1; absent when the model gave no valid marker. */
  readonly page?: number
  readonly passage?: number
  /** The point stands word for word in that passage. */
  readonly isQuote: boolean
}

/** One summary being made, or made, of one document. */
export interface DocumentJob {
  readonly id: string
  readonly conversationId: string
  readonly name: string
  readonly kind: DocumentKind
  readonly bytes: number
  readonly state: JobState
  /** Read into pages so far: one entry a page, in order. */
  readonly pages: readonly PageState[]
  /** Parts whose notes are made, and in all; 0 in all until the plan stands. */
  readonly parts: { readonly done: number; readonly total: number }
  readonly merges: { readonly done: number; readonly total: number }
  /** Estimated milliseconds until the end; absent while unknown. */
  readonly remainingMs?: number
  readonly summary: readonly SummaryPoint[]
  /** A sentence: "All 41 parts were read." or what was not. Present when done. */
  readonly account?: string
  /** e.g. "3 hidden characters were removed." */
  readonly notes: readonly string[]
  readonly error?: { readonly code: ErrorCode; readonly message: string }
  readonly model: string
}

/** A page's text, for the view that opens when a page link is followed. */
export interface DocumentPage {
  readonly jobId: string
  readonly page: number
  readonly passages: readonly string[]
}
