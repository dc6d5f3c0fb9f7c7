/** Texts up to this length are never cut: their tokens are exactly the vocabulary's. */
const wholeLength = 65_536

const partLength = 16_384

const wordCharacter = /[\p{L}\p{N}]/u
const gapCharacter = /[^\p{L}\p{N}\p{M}'’]/u

/**
 * A long text in parts: the split pattern and the merging of one run both take memory and time in proportion to what
 * they get at once. It is cut behind a word, where the pattern of gpt-oss cuts too, so that the tokens are the same. A
 * run of many thousand characters without such a place is cut anywhere; that alone may give a few tokens more.
 */
export function* splitLongText(text: string): Generator<string> {
  let start = 0
  if (text.length > wholeLength) {
    while (text.length - start > partLength) {
      const part = text.slice(start, start + partLength)
      const end = lastCut(part) || wholeCharacters(part)
      yield part.slice(0, end)
      start += end
    }
  }
  if (start < text.length) yield text.slice(start)
}

function lastCut(part: string): number {
  for (let cut = part.length - 1; cut > 0; cut--) {
    if (gapCharacter.test(part.charAt(cut)) && wordCharacter.test(part.charAt(cut - 1))) return cut
  }
  return 0
}

/** The length of the part without half a surrogate pair at its end. */
function wholeCharacters(part: string): number {
  const last = part.charCodeAt(part.length - 1)
  return last >= 0xd800 && last < 0xdc00 ? part.length - 1 : part.length
}
