import type {
  AddedDocuments,
  AnswerSources,
  DocumentFile,
  DocumentPage,
  DocumentPlace,
  DocumentStorage,
  GivenFiles,
  JobNotes,
  PageMark,
} from './documents.js'
import type { DrawnPage, DrawOptions } from './drawing.js'
import type { FoundPlaces } from './found-places.js'
import type { OcrLanguage } from './ocr-languages.js'
import type { ReplySettings } from './settings.js'
import type { SummaryOptions } from './summary-forms.js'

/** Calls from a window to main about documents, their summaries and batches (requests.ts). */
export interface DocumentRequests {
  /**
   * Puts files into a composer, where they wait for the next message, and reads them. A file that is already in the
   * conversation is put there again, not read again. `refused` names the files that can't be read.
   */
  addDocuments(place: DocumentPlace, files: readonly DocumentFile[]): Promise<AddedDocuments>
  /** Announces a file over `maxSentBytes`, with its size in bytes. Returns the id under which its pieces are sent. */
  beginDocument(place: DocumentPlace, name: string, bytes: number): Promise<string>
  /** Sends the next piece; resolves when it is stored. Returns false when no more is wanted. */
  sendDocumentPiece(id: string, piece: Uint8Array): Promise<boolean>
  /** Call after the last piece, or to give up. */
  endDocument(id: string): Promise<AddedDocuments>
  /** Shows the native open dialog, for files or folders. `null` when it is cancelled. */
  pickDocuments(what: 'files' | 'folders'): Promise<readonly GivenFiles[] | null>
  /** Calls `addDocuments` with files that main holds. Fails with `not-found`. */
  addGivenFiles(id: string, place: DocumentPlace): Promise<AddedDocuments>
  /** Files that were opened with Parley before the window could listen. */
  takeOpenedFiles(): Promise<readonly GivenFiles[]>
  getDocumentStorage(): Promise<DocumentStorage>
  /** Asks in a native dialog first; returns how many original files of documents that are read were deleted. */
  removeOriginals(): Promise<number>
  /** The languages of the computer in which the text of pictures can be recognized. */
  getSystemLanguages(): Promise<readonly OcrLanguage[]>
  /** Takes a document out of the composer. Deletes it, unless a message has it. */
  removeDocument(documentId: string): Promise<void>
  /** Reads a document again that could not be read. */
  readAgain(documentId: string): Promise<void>
  /** Reads a document that needs a password, which is kept in memory until the app quits. Fails with `refused`. */
  unlockDocument(documentId: string, password: string): Promise<void>
  /** Reads a document in the composer again, with its pictures in these languages. Fails with `refused`, `not-found`. */
  readInLanguages(documentId: string, languages: readonly OcrLanguage[]): Promise<void>
  /** Sends the documents in the composer without a text: starts a summary of each. */
  summariseDocuments(
    conversationId: string | null,
    settings?: ReplySettings,
    options?: SummaryOptions,
  ): Promise<{ conversationId: string; messageId: string }>
  /**
   * Sends the text with the documents in the composer, and asks it about each of them by itself, or about each row of the only
   * one, when that is a table that was read. The answers are a batch. Otherwise as `sendMessage`.
   */
  askEach(
    conversationId: string | null,
    text: string,
    settings?: ReplySettings,
  ): Promise<{ conversationId: string; messageId: string }>
  /** Interrupts the current row of a batch; its finished rows stay. */
  pauseBatch(messageId: string): Promise<void>
  /** Resumes a paused, failed or cancelled batch. */
  resumeBatch(messageId: string): Promise<void>
  cancelBatch(messageId: string): Promise<void>
  /** Asks again about each row of a batch that failed. */
  retryBatch(messageId: string): Promise<void>
  /** Saves the rows of a batch as CSV where the user chooses in the native dialog. Returns false when it is cancelled. */
  saveBatch(messageId: string): Promise<boolean>
  /** Ends a summary. Its finished notes stay, for when it is made again. */
  cancelJob(jobId: string): Promise<void>
  /** Makes another version of a summary. With `options` it is written in that form, from the notes that are finished. */
  repeatJob(messageId: string, options?: SummaryOptions): Promise<void>
  pauseJob(jobId: string): Promise<void>
  resumeJob(jobId: string): Promise<void>
  /** What each page is to a summary, in order. */
  readPageMarks(jobId: string): Promise<readonly PageMark[]>
  /** The notes of a summary, also of one that is not finished. */
  readNotes(jobId: string): Promise<JobNotes>
  readPage(documentId: string, page: number): Promise<DocumentPage>
  /**
   * Draws a page of a PDF or a picture from the original. Fails with `not-found` when that is not kept, with `interrupted`
   * when another drawing was requested before this one began, and with the codes of a reader.
   */
  drawPage(documentId: string, page: number, options: DrawOptions): Promise<DrawnPage>
  /** Frees what `drawPage` keeps open. */
  closeDrawings(): Promise<void>
  /** Finds a text in a document, ignoring case. Fails with `interrupted` when another text is searched meanwhile. */
  findInDocument(documentId: string, query: string): Promise<FoundPlaces>
  /** The page with this printed name, else the page with this number. Fails with `not-found`. */
  findPage(documentId: string, name: string): Promise<number>
  /** Makes another version of a reply for which the model reads all of its documents, part by part. */
  readAll(messageId: string): Promise<void>
  /** Returns what a finished reply rests on in the documents that it saw. */
  readSources(messageId: string): Promise<AnswerSources>
}

export const documentRequestNames = {
  addDocuments: true,
  beginDocument: true,
  sendDocumentPiece: true,
  endDocument: true,
  pickDocuments: true,
  addGivenFiles: true,
  takeOpenedFiles: true,
  getDocumentStorage: true,
  removeOriginals: true,
  getSystemLanguages: true,
  removeDocument: true,
  readAgain: true,
  unlockDocument: true,
  readInLanguages: true,
  summariseDocuments: true,
  askEach: true,
  pauseBatch: true,
  resumeBatch: true,
  cancelBatch: true,
  retryBatch: true,
  saveBatch: true,
  cancelJob: true,
  repeatJob: true,
  pauseJob: true,
  resumeJob: true,
  readPageMarks: true,
  readNotes: true,
  readPage: true,
  drawPage: true,
  closeDrawings: true,
  findInDocument: true,
  findPage: true,
  readAll: true,
  readSources: true,
} satisfies Record<keyof DocumentRequests, true>
