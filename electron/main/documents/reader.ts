import { AppError } from '../../../contract/errors.js'
import type { OcrLanguage } from '../../../contract/ocr-languages.js'
import type { ReadDocument } from '../../../contract/reader.js'
import type { DocumentSource } from './document-source.js'

/** Turns a document's bytes into text, in another process. */
export interface Reader {
  /**
   * Returns what was read: when the reader was stopped on the way, the pages that it had read, the others as `failed`.
   * Recognizes text in pictures as one of `languages`, English if absent; without any it is not read.
   * Throws the code of a `ReadFailure`, or the signal's reason.
   */
  read(source: DocumentSource, signal: AbortSignal, languages?: readonly OcrLanguage[]): Promise<ReadDocument>
}

export const unreadableError = (why = 'The reader stopped.') =>
  new AppError('document-unreadable', `This file could not be read. ${why} Nothing else is affected.`)
