/** As typed, in lower case, in upper case, and with a capital: SQLite knows the cases of ASCII only. */
const spellingsOf = (word: string): readonly string[] => {
  const lower = word.toLowerCase()
  if (/^[\x20-\x7e]*$/.test(word)) return [lower]
  return [...new Set([word, lower, word.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)])]
}
const pattern = (word: string) => `%${word.replace(/[\\%_]/g, '\\$&')}%`

/** A condition of SQL that a text without an index has all the words, and the values of its parameters. */
export function hasWords(column: string, words: readonly string[]) {
  const spellings = words.map(spellingsOf)
  const anyOf = (some: readonly string[]) => `(${some.map(() => `${column} LIKE ? ESCAPE '\\'`).join(' OR ')})`
  return { condition: spellings.map(anyOf).join(' AND '), values: spellings.flat().map(pattern) }
}
