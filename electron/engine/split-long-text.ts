/**
 * Characters that are cut and merged at once. The regular expression of the vocabulary and the merging of one long
 * run both need memory in proportion to it, so that a paste of many megabytes is taken in parts.
 */
const partLength = 32_768

/** How far back a harmless place to cut is looked for. */
const searchLength = 4_096

const letterSpaceLetter = /\p{L}(?= \p{L})/gu

/**
 * The text in parts of a bounded length. It is cut between a word and a space before a word, where the vocabulary's
 * own pattern cuts too, so that the tokens are the same; in a run without such a place anywhere but inside a
 * surrogate pair.
 */
export function* splitLongText(text: string): Generator<string> {
  let start = 0
  while (text.length - start > partLength) {
    const end = start + cutWithin(text.slice(start, start + partLength))
    yield text.slice(start, end)
    start = end
  }
  if (start < text.length) yield text.slice(start)
}

function cutWithin(part: string): number {
  const tailStart = part.length - searchLength
  let cut = -1
  for (const match of part.slice(tailStart).matchAll(letterSpaceLetter)) cut = tailStart + match.index + match[0].length
  if (cut > 0) return cut
  const last = part.charCodeAt(part.length - 1)
  return last >= 0xd800 && last < 0xdc00 ? part.length - 1 : part.length
}
