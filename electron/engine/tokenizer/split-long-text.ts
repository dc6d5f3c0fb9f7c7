/** Longer than any run that OpenAI’s library can encode, and a few seconds of merging when it is a single run. */
const longest = 2 ** 20

const wordCharacter = /[\p{L}\p{N}]/u
// Half of a surrogate pair may be half of a letter.
const gapCharacter = /[^\p{L}\p{N}\p{M}\p{Cs}'’]/u

/**
 * A very long text in parts, since the split pattern and the merging of one run take memory in proportion to what they
 * get at once. It is cut behind a word, where the pattern of gpt-oss cuts too, so that the tokens are the same. A run
 * of a million characters without such a place is cut anywhere; that alone may give a few tokens more.
 */
export function* splitLongText(text: string, partLength = longest): Generator<string> {
  let start = 0
  while (text.length - start > partLength) {
    const part = text.slice(start, start + partLength)
    const end = lastCut(part) || wholeCharacters(part)
    yield part.slice(0, end)
    start += end
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
