/** Longer than any run that OpenAI’s library can encode; a single run of this length merges in a few seconds. */
const maxPartLength = 2 ** 20

const wordCharacter = /[\p{L}\p{N}]/u
// Excludes lone surrogates: one may be half of a letter.
const gapCharacter = /[^\p{L}\p{N}\p{M}\p{Cs}'’]/u

/**
 * Splits a very long text, because the split pattern and the merging take memory in proportion to their input. It
 * cuts after a word, where the pattern of gpt-oss cuts too, so that the tokens are the same. It cuts a run of a
 * million characters without a word end anywhere; only this may give a few more tokens.
 */
export function* splitLongText(text: string, partLength = maxPartLength): Generator<string> {
  let start = 0
  while (text.length - start > partLength) {
    const part = text.slice(start, start + partLength)
    const end = findLastCut(part) || wholeLength(part)
    yield part.slice(0, end)
    start += end
  }
  if (start < text.length) yield text.slice(start)
}

function findLastCut(part: string): number {
  for (let cut = part.length - 1; cut > 0; cut--) {
    if (gapCharacter.test(part.charAt(cut)) && wordCharacter.test(part.charAt(cut - 1))) return cut
  }
  return 0
}

/** Returns the length of the part without half a surrogate pair at its end. */
function wholeLength(part: string): number {
  const last = part.charCodeAt(part.length - 1)
  return last >= 0xd800 && last < 0xdc00 ? part.length - 1 : part.length
}
