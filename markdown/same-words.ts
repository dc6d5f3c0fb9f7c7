/** A markup may hold so many words that are not drawn, such as those of an address. */
const maxSkipped = 60

/**
 * Returns for each word of `source` its place among the `drawn` words, or undefined for one that is not drawn. Both are in the same
 * order; either may have words that the other lacks.
 */
export function sameWords(source: readonly string[], drawn: readonly string[]): readonly (number | undefined)[] {
  const places: (number | undefined)[] = source.map(() => undefined)
  let next = 0
  for (const [i, word] of drawn.entries()) {
    const limit = Math.min(source.length, next + maxSkipped)
    for (let at = next; at < limit; at++) {
      if (source[at] !== word) continue
      // A word far ahead may be another one, so the word after it must fit too.
      const isNear = at - next <= 1
      if (!isNear && drawn[i + 1] !== source[at + 1]) continue
      places[at] = i
      next = at + 1
      break
    }
  }
  return places
}
