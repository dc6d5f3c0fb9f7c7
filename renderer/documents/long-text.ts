import { maxTextBytes } from '../../contract/documents.js'

/** In characters. Longer pasted or dropped text becomes a document, because a longer text field reacts slowly. */
export const maxInlineLength = 100_000
/** In characters. Longer text is set at once: Chromium pastes line by line, in time quadratic in the number of lines. */
export const maxTypedLength = 2_000

export type Placement = 'inline' | 'document' | 'too-large'

export function placeText(text: string): Placement {
  if (text.length <= maxInlineLength) return 'inline'
  return bytesOf(text) > maxTextBytes ? 'too-large' : 'document'
}

/** Bytes of `text` in UTF-8. Text with too many characters is not encoded, because that can need gigabytes. */
export const bytesOf = (text: string) =>
  text.length > maxTextBytes ? text.length : new TextEncoder().encode(text).length
