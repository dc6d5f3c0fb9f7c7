/** Longer than any run that OpenAI’s library can encode; a single run of this length merges in a few seconds. */
const maxPartLength = 2 ** 20

/**
 * The end of a word. Excludes lone surrogates and, before the cut, marks and apostrophes: what follows may still belong to
 * the word.
 */
const wordEnd = /[\p{L}\p{N}](?=[^\p{L}\p{N}\p{M}\p{Cs}'’])/gu

/** A search from the end takes this much at a time: words are short, so the first stretch nearly always has a cut. */
const searchLength = 4_096

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
  for (let end = part.length; end > 1; end -= searchLength) {
    // One character of each neighbour: a word may end at the border.
    const start = Math.max(0, end - searchLength - 2)
    const cuts = [...part.slice(start, end).matchAll(wordEnd)]
    const last = cuts.at(-1)
    if (last) return start + last.index + last[0].length
  }
  return 0
}

/** Returns the length of the part without half a surrogate pair at its end. */
function wholeLength(part: string): number {
  const last = part.charCodeAt(part.length - 1)
  return last >= 0xd800 && last < 0xdc00 ? part.length - 1 : part.length
}
