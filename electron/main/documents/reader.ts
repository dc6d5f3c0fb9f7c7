import type { ReadingProgress } from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'
import type { OcrLanguage } from '../../../contract/ocr-languages.js'
import type { ReadDocument } from '../../../contract/reader.js'
import type { DocumentSource } from './document-source.js'

export interface ReadOptions {
  /** In which the text of pictures is recognized, English if absent; without any it is not read. */
  readonly languages?: readonly OcrLanguage[]
  readonly onProgress?: (progress: ReadingProgress) => void
}

/** Turns a document's bytes into text, in another process. */
export interface Reader {
  /**
   * Returns what was read: when the reader was stopped on the way, the pages that it had read, the others as `failed`.
   * Throws the code of a `ReadFailure`, or the signal's reason.
   */
  read(source: DocumentSource, signal: AbortSignal, options?: ReadOptions): Promise<ReadDocument>
}

export const unreadableError = (why = 'The reader stopped.') =>
  new AppError('document-unreadable', `This file could not be read. ${why} Nothing else is affected.`)
