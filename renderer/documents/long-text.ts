/** Longer pasted or dropped text becomes a document: a text field of this length still answers at once. */
export const longestInline = 100_000
/** Chromium types pasted text line by line, in time that grows with the square of its lines; longer text is set whole. */
export const longestTyped = 2_000
/** As main takes them. */
export const maximumDocumentBytes = 20 * 1024 * 1024

export type Placement = 'inline' | 'document' | 'too-large'

/** Where text goes. The bytes are counted only when the number of characters leaves it open. */
export function placeText(text: string): Placement {
  if (text.length <= longestInline) return 'inline'
  if (text.length > maximumDocumentBytes) return 'too-large'
  if (text.length * 3 <= maximumDocumentBytes) return 'document'
  return new TextEncoder().encode(text).length > maximumDocumentBytes ? 'too-large' : 'document'
}
