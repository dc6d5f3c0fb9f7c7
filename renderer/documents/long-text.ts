import { maxDocumentBytes } from '../../contract/documents.js'

/** Longer pasted or dropped text becomes a document: a text field of this length still answers at once. */
export const longestInline = 100_000
/** Chromium types pasted text line by line, in time that grows with the square of its lines; longer text is set whole. */
export const longestTyped = 2_000

export type Placement = 'inline' | 'document' | 'too-large'

/** Where text goes. */
export function placeText(text: string): Placement {
  if (text.length <= longestInline) return 'inline'
  return bytesOf(text) > maxDocumentBytes ? 'too-large' : 'document'
}

/** The size of `text` in UTF-8. Text that is too large at one byte a character is not encoded: that can take gigabytes. */
export const bytesOf = (text: string) =>
  text.length > maxDocumentBytes ? text.length : new TextEncoder().encode(text).length
