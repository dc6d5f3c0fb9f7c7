import type { DocumentPage } from '../../../contract/documents.js'
import { type FoundPlace, type FoundPlaces, maxFoundPlaces } from '../../../contract/found-places.js'
import { lowerCase } from '../../../contract/lower-case.js'

/**
 * Finds a text in the pages of a document, ignoring case, the kind of apostrophe, and how much white space is between
 * words. The time grows with the length of the pages. Rejects with the signal's reason.
 */
export async function findPlaces(
  pages: AsyncIterable<DocumentPage>,
  query: string,
  signal: AbortSignal,
): Promise<FoundPlaces> {
  const words = folded(query).split(/\s+/).filter(Boolean)
  const places: FoundPlace[] = []
  if (words.length === 0) return { places, isCut: false }
  for await (const { page, passages } of pages) {
    signal.throwIfAborted()
    for (const [index, text] of passages.entries()) {
      for (const [start, end] of placesIn(folded(text), words)) {
        if (places.length === maxFoundPlaces) return { places, isCut: true }
        places.push({ page, passage: index + 1, start, end })
      }
    }
  }
  return { places, isCut: false }
}

/** Without changing offsets. */
const folded = (text: string) => lowerCase(text).replaceAll('’', "'")

/** Places without overlaps, of words with white space between them. */
function* placesIn(text: string, words: readonly string[]): Generator<readonly [start: number, end: number]> {
  const [first = ''] = words
  for (let from = 0; ; ) {
    const start = text.indexOf(first, from)
    if (start < 0) return
    const end = endOf(text, start, words)
    if (end !== undefined) yield [start, end]
    from = end ?? start + 1
  }
}

function endOf(text: string, start: number, words: readonly string[]): number | undefined {
  let at = start
  for (const [index, word] of words.entries()) {
    if (index > 0) {
      const space = spaceLength(text, at)
      if (space === 0) return undefined
      at += space
    }
    if (!text.startsWith(word, at)) return undefined
    at += word.length
  }
  return at
}

const space = /\s*/y

function spaceLength(text: string, at: number): number {
  space.lastIndex = at
  return space.exec(text)?.[0].length ?? 0
}
