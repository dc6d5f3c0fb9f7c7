import type { ErrorCode } from './errors.js'
import type { FolderSummary } from './folders.js'
import { formatBytes } from './format-bytes.js'
import type { OcrLanguage } from './ocr-languages.js'
import type { SummaryOptions } from './summary-forms.js'

interface DocumentFormat {
  /** Written as in the middle of a sentence. */
  readonly label: string
  /** In lower case, the most common one first. */
  readonly extensions: readonly [string, ...string[]]
}

/** Source code, settings and logs, which are read as they stand. */
const sourceExtensions = `
  log tex bib rst adoc org ini cfg conf toml yaml yml env properties diff patch
  c h cc cpp hpp m mm cs java kt kts scala swift go rs zig d f90 pas ada vb asm s
  js mjs cjs jsx ts tsx vue svelte css scss sass less graphql proto xml xsl xsd dtd svg plist
  py pyi rb pl pm php lua r jl dart ex exs erl hs ml mli fs clj lisp el scm
  sh bash zsh fish bat ps1 sql awk sed cmake gradle tf
`
  .split(/\s+/)
  .filter((extension) => extension !== '')

/** To add a kind, add a line here and a reader in electron/reader/read-document.ts. */
const formats = {
  text: { label: 'text', extensions: ['txt', 'text', ...sourceExtensions] },
  markdown: { label: 'Markdown', extensions: ['md', 'markdown'] },
  pdf: { label: 'PDF', extensions: ['pdf'] },
  docx: { label: 'Word', extensions: ['docx', 'docm', 'dotx'] },
  pptx: { label: 'PowerPoint', extensions: ['pptx', 'pptm', 'ppsx'] },
  xlsx: { label: 'Excel', extensions: ['xlsx', 'xlsm'] },
  odt: { label: 'OpenDocument text', extensions: ['odt'] },
  ods: { label: 'OpenDocument spreadsheet', extensions: ['ods'] },
  odp: { label: 'OpenDocument presentation', extensions: ['odp'] },
  rtf: { label: 'RTF', extensions: ['rtf'] },
  epub: { label: 'EPUB', extensions: ['epub'] },
  html: { label: 'HTML', extensions: ['html', 'htm', 'xhtml'] },
  csv: { label: 'CSV', extensions: ['csv'] },
  tsv: { label: 'TSV', extensions: ['tsv', 'tab'] },
  json: { label: 'JSON', extensions: ['json', 'jsonl', 'ndjson'] },
  eml: { label: 'mail', extensions: ['eml'] },
  msg: { label: 'Outlook mail', extensions: ['msg'] },
  transcript: { label: 'transcript', extensions: ['vtt', 'srt'] },
  image: { label: 'picture', extensions: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'avif'] },
} satisfies Record<string, DocumentFormat>

export type DocumentKind = keyof typeof formats

export const documentFormats: Readonly<Record<DocumentKind, DocumentFormat>> = formats

export const isDocumentKind = (value: unknown): value is DocumentKind =>
  typeof value === 'string' && Object.hasOwn(formats, value)

/** Their rows can be asked about one by one. */
const tableKinds: readonly DocumentKind[] = ['xlsx', 'ods', 'csv', 'tsv']
export const isTableKind = (kind: DocumentKind): boolean => tableKinds.includes(kind)

export const documentKinds: readonly DocumentKind[] = Object.keys(formats).filter(isDocumentKind)

/** The extension of a file's name, in lower case; empty without one. */
export const extensionOf = (name: string) => /\.([^./]*)$/.exec(name)?.[1]?.toLowerCase() ?? ''

/** The kind of a file, from its name; undefined when there is no reader for it. */
export function kindOfName(name: string): DocumentKind | undefined {
  const extension = extensionOf(name)
  return documentKinds.find((kind) => documentFormats[kind].extensions.includes(extension))
}

const capitalized = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

/** "Text": the kind of a document, capitalized for the start of a line. */
export const kindLabel = (kind: DocumentKind) => capitalized(documentFormats[kind].label)

/** In the middle of a sentence that has no room for all kinds. */
export const commonKinds = 'PDF, Word, PowerPoint, Excel, text, mails, pictures and more'

const maxDocumentMegabytes = 500
const maxTextMegabytes = 20

/** 500 MiB, so that a file that Finder shows as 500 MB is accepted. */
export const maxDocumentBytes = maxDocumentMegabytes * 1024 * 1024

/** Of a text without a file, which the window holds several times over. */
export const maxTextBytes = maxTextMegabytes * 1024 * 1024

/** "500 MB" */
export const maxDocumentSize = `${maxDocumentMegabytes} MB`

/** "report.txt is too large: 653 MB. A document can have up to 500 MB." */
export const documentTooLarge = (what: string, bytes: number) =>
  `${what} is too large: ${formatBytes(bytes)}. A document can have up to ${maxDocumentSize}.`

/** "This text is too large: 53 MB. A text can have up to 20 MB." */
export const textTooLarge = (bytes: number) =>
  `This text is too large: ${formatBytes(bytes)}. A text can have up to ${maxTextMegabytes} MB.`

/** The bytes of a file that the user dropped. A window never sends a path. */
export interface DocumentFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** A larger file is sent piece by piece, because a whole one would hold main and the window for seconds. */
export const maxSentBytes = 8 * 1024 * 1024
export const sentPieceBytes = 1024 * 1024

/**
 * Where files go: into the composer of a conversation (`null`: one that has not begun), each into a new conversation, or to a
 * folder, whose project has them once it is saved with their ids.
 */
export type DocumentPlace = string | null | { readonly each: 'conversation' } | { readonly folderId: string }

/** Files that the user chose or opened with Parley. Main holds them until a window says where they go. */
export interface GivenFiles {
  readonly id: string
  /** The folder that has them; absent for files that were chosen one by one. */
  readonly folder?: FolderSummary
}

/** What documents take of the disk. */
export interface DocumentStorage {
  /** Original files that are kept. */
  readonly files: number
  readonly fileBytes: number
  /** Of the texts that were read. */
  readonly textBytes: number
}

/** The result of adding documents. */
export interface AddedDocuments {
  readonly refused: readonly RefusedDocument[]
  /** The ids of new conversations. */
  readonly begun: readonly string[]
  /** The ids of the documents that were accepted. */
  readonly documentIds: readonly string[]
}

export interface RefusedDocument {
  readonly name: string
  /** A sentence for the user: why the file is not accepted. */
  readonly message: string
}

/** `waiting`: it will be read. The last two states are final. */
export type DocumentState = 'waiting' | 'reading' | 'read' | 'failed'

/** Whether a document can be read once its password is known. */
export const needsPassword = ({ kind, error }: Pick<AddedDocument, 'kind' | 'error'>): boolean =>
  kind === 'pdf' && (error?.code === 'document-encrypted' || error?.code === 'document-password')

/** How far a document is read. */
export interface ReadingProgress {
  /** Pages that are read. */
  readonly done: number
  /** 0 while unknown. */
  readonly total: number
  /** The next page is drawn, and its text looked for in the picture. */
  readonly isPicture: boolean
}

/** A file that the user added to a conversation. */
export interface AddedDocument {
  readonly id: string
  /** `null` while it is in the composer of a conversation that has not begun, and for a document of a project. */
  readonly conversationId: string | null
  /** The folder whose project it was added to. */
  readonly folderId?: string
  readonly name: string
  readonly kind: DocumentKind
  readonly bytes: number
  /** The title that the document gives itself. */
  readonly title?: string
  readonly state: DocumentState
  /** In state `reading`, once the reader has begun. */
  readonly reading?: ReadingProgress
  /** Counts of pages; all 0 until the document is read. */
  readonly pages: { readonly total: number; readonly empty: number; readonly failed: number }
  /** What the reader reports, for example "3 hidden characters were removed." */
  readonly remarks: readonly string[]
  /** In which the text of its pictures is recognized; absent where it has none, or was sent already. */
  readonly languages?: readonly OcrLanguage[]
  /** Of its whole text, for the model that is loaded; absent until they are counted. */
  readonly tokens?: number
  /** It is in the composer, for the next message. */
  readonly isAttached: boolean
  readonly error?: { readonly code: ErrorCode; readonly message: string }
}

/** How a page was read. */
export type ReadPageState = 'read' | 'empty' | 'failed'

/** A page of a summary's document: `unread` until every part that it is in has notes. Together they are the account. */
export type PageState = ReadPageState | 'unread'

/** A job waits until its document is read. */
export type JobState = 'waiting' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled'

/** One point of a summary, with the page that it comes from. */
export interface SummaryPoint {
  readonly text: string
  /** The page, from 1, and the passage on it, from 1; absent when the model gave no valid marker. */
  readonly page?: number
  readonly passage?: number
  /** The passage contains the point word for word. */
  readonly isQuote: boolean
  /** What the point stands under in some forms: a section's title, a question, a date, the name of a fact. */
  readonly heading?: string
  /** How far its passage supports the point, from 0 to 1; absent when it was not measured. */
  readonly support?: number
  /** Its numbers, dates and names that its passage does not have, as the point writes them; empty when it has all. */
  readonly unfound?: readonly string[]
  /** What it has in quotation marks and the document does not have. */
  readonly missingQuotes?: readonly string[]
}

/** Below, a point is to be checked: its passage may say something else. It is not therefore wrong. */
const minSupport = 0.5

/** Whether the passage supports a point; `unmeasured` for points of earlier versions. */
export function supportState({
  support,
  unfound = [],
  missingQuotes = [],
}: SummaryPoint): 'supported' | 'to-check' | 'unmeasured' {
  if (support === undefined) return 'unmeasured'
  return support >= minSupport && unfound.length + missingQuotes.length === 0 ? 'supported' : 'to-check'
}

/** What was read of a document, and what its summary rests on. Lists are page numbers, from 1, in order. */
export interface SummaryAccount {
  /** Of the document: `read`, `empty`, `failed` and `unread` together. */
  readonly pages: number
  readonly read: number
  readonly empty: readonly number[]
  readonly failed: readonly number[]
  readonly unread: readonly number[]
  /** Pages that were read without anything being noted. */
  readonly withoutNote: readonly number[]
  readonly parts: { readonly done: number; readonly total: number }
  readonly notes: number
  /** Notes that a point of the summary rests on. */
  readonly notesUsed: number
  readonly points: number
  readonly supported: number
  readonly toCheck: number
}

/** A page in the account strip: `used` where the summary rests on it, `noted` where only a note does, `read` without one. */
export type PageMark = PageState | 'noted' | 'used'

/** The summary of one document, in progress or finished. */
export interface DocumentJob {
  readonly id: string
  readonly conversationId: string
  readonly documentId: string
  /** The document's name. */
  readonly name: string
  readonly options: SummaryOptions
  readonly state: JobState
  /** One entry per page, in order; empty until the document is read. */
  readonly pages: readonly PageState[]
  /** `done` counts parts with notes; `total` is 0 until the parts are planned. */
  readonly parts: { readonly done: number; readonly total: number }
  readonly merges: { readonly done: number; readonly total: number }
  /** Estimated milliseconds until the end; absent while unknown. */
  readonly remainingMs?: number
  /** While it runs, what is written of it so far. */
  readonly summary: readonly SummaryPoint[]
  /** The labels of the places that the summary names, where they have one. */
  readonly labels?: PageLabels
  /** What was read, in sentences: "All 12 pages were read, in 7 parts." Present when done. */
  readonly account?: string
  readonly error?: { readonly code: ErrorCode; readonly message: string }
}

/** Characters `[start, end)` of one passage. Most pieces are whole passages. */
export interface Piece {
  /** From 1. */
  readonly page: number
  /** From 1 on each page. */
  readonly passage: number
  readonly start: number
  readonly end: number
}

/** Page and passage, each from 1. */
export type PassagePlace = Pick<Piece, 'page' | 'passage'>

/** What the model sees of a document. From it, the same prompt is made again. */
export type DocumentView =
  | { readonly sees: 'whole' }
  | {
      readonly sees: 'passages'
      readonly pieces: readonly Piece[]
      /** The model read all of the text for the question, in so many parts, and these are what it found. */
      readonly partsRead?: number
    }
  /** Nothing but the summary that stands in the conversation. */
  | { readonly sees: 'summary' }
  | { readonly sees: 'gone' }

/** A passage that a reply saw, for the reader who checks it. */
export interface PassageLink {
  readonly documentId: string
  readonly page: number
  readonly passage: number
  /** The words that the answer quotes from the passage, else the sentence of it that is closest to the answer. */
  readonly quote: string
  /** The quote stands in the passage word for word, apart from white space and hyphenation. */
  readonly isVerbatim: boolean
  /** Of a passage of a transcript: the time at which it begins. */
  readonly time?: string
}

/** What an answer rests on. */
export interface AnswerSources {
  /** Of each marker of the answer (page-markers.ts), its places; `null` for a passage that the reply did not see. */
  readonly citations: readonly (readonly (PassageLink | null)[])[]
  /** The passages that the reply saw: the cited ones, then those closest to question and answer. Empty when it saw very many. */
  readonly passages: readonly PassageLink[]
}

/**
 * What is shown as the names of places: of pages, by their number, what is printed on them ("iv", a slide's title); of
 * passages of a transcript, by page and passage ("13:2"), the time at which they begin.
 */
export type PageLabels = Readonly<Record<string, string>>

/** The label of a place; undefined where its page has none. */
export const labelOf = (labels: PageLabels | undefined, page: number, passage?: number): string | undefined =>
  labels?.[`${page}:${passage}`] ?? labels?.[page]

/** The notes on one part of a document. */
export interface PartNotes {
  /** From 1. */
  readonly part: number
  readonly firstPage: number
  readonly lastPage: number
  /** False when the model wrote nothing usable, and the note is the part's first sentence. */
  readonly isByModel: boolean
  readonly notes: readonly { readonly point: SummaryPoint; readonly isUsed: boolean }[]
}

/** All notes that a summary was made from. */
export interface JobNotes {
  readonly parts: readonly PartNotes[]
  readonly labels: PageLabels
}

/** The text of a page, for the view that a page link opens. */
export interface DocumentPage {
  readonly documentId: string
  readonly page: number
  /** What is printed as the page's name: "iv", a slide's title, a minute. Absent: its number. */
  readonly label?: string
  readonly state: ReadPageState
  /** Why a page could not be read, or how well it was. */
  readonly problem?: string
  readonly passages: readonly string[]
}
