/** Texts up to this length are never cut: their tokens are exactly the vocabulary's. */
const wholeLength = 65_536

const partLength = 16_384
const runPieceLength = 64

const wordCharacter = /[\p{L}\p{N}]/u
const gapCharacter = /[^\p{L}\p{N}\p{M}'’]/u

/**
 * A long text in parts: the vocabulary's regular expression and the merging of one run both take memory and time in
 * proportion to what they get at once. It is cut behind a word, where the pattern of gpt-oss cuts too, so that the
 * tokens are the same. A run of many thousand characters without such a place is cut into small pieces, which the
 * library remembers when they repeat; that alone may give a few tokens more.
 */
export function* splitLongText(text: string): Generator<string> {
  let start = 0
  if (text.length > wholeLength) {
    while (text.length - start > partLength) {
      const part = text.slice(start, start + partLength)
      const cut = lastCut(part)
      if (cut > 0) yield part.slice(0, cut)
      start += cut > 0 ? cut : yield* splitRun(part)
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

function* splitRun(part: string): Generator<string, number> {
  let start = 0
  while (part.length - start > runPieceLength) {
    const code = part.charCodeAt(start + runPieceLength - 1)
    const isInPair = code >= 0xd800 && code < 0xdc00
    const end = start + runPieceLength - (isInPair ? 1 : 0)
    yield part.slice(start, end)
    start = end
  }
  return start
}
