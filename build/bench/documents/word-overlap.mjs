/**
 * How far two texts have the same words, each as often as in the other: the harmonic mean of the two shares.
 * @param {string} text
 * @param {string} reference
 */
export function wordOverlap(text, reference) {
  const counts = countWords(text)
  const expected = countWords(reference)
  let common = 0
  for (const [word, count] of expected.counts) common += Math.min(count, counts.counts.get(word) ?? 0)
  const all = counts.total + expected.total
  return all === 0 ? 1 : (2 * common) / all
}

/** In Han and kana, which have no spaces, each character is a word. Control characters, which stand for formulas' brackets, are none. */
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\s\p{P}\p{S}\p{Cc}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu

function countWords(text) {
  const counts = new Map()
  let total = 0
  for (const [each] of text.normalize('NFKC').matchAll(word)) {
    counts.set(each, (counts.get(each) ?? 0) + 1)
    total++
  }
  return { counts, total }
}
