import type { Database } from '../database.js'
import { foldedExpression, queryWords } from './search-text.js'
import type { WordBeginnings } from './word-beginnings.js'

/** The letters of a folded word may be replaced by others of its alphabet. */
const alphabets = ['az', 'αω', 'ая', 'את', 'ءي'].map((ends) => {
  const [first = 0, last = 0] = [ends.codePointAt(0), ends.codePointAt(1)]
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index))
})
/** Shorter words are one letter away from too many others; nobody types longer ones. */
const minLength = 4
const maxLength = 30

/** Returns for a query that finds nothing words that exist, each at most one letter away from its own. */
export function createSuggestion(
  db: Database,
  { hasWord }: WordBeginnings,
): (query: string) => readonly string[] | undefined {
  const isPhrase = db.prepare('SELECT 1 FROM message_words WHERE message_words MATCH ? LIMIT 1')
  const isInTitle = db.prepare('SELECT 1 FROM title_words WHERE title_words MATCH ? LIMIT 1')
  const mostFrequent = db.prepare<{ term: string }>(
    'SELECT term FROM message_terms WHERE term IN (SELECT value FROM json_each(?)) ORDER BY doc DESC LIMIT 1',
  )

  return (query) => {
    let isChanged = false
    const words = queryWords(query).map((word) => {
      const expression = foldedExpression([word])
      const [typed = '', ...more] = word.folded
      const isFound = more.length > 0 ? isPhrase.get(expression) : hasWord(typed)
      if (isFound || isInTitle.get(expression)) return word.text
      const other = word.grams.length > 0 ? mostFrequent.get(JSON.stringify(oneLetterAway(typed)))?.term : undefined
      isChanged ||= other !== undefined
      return other ?? word.text
    })
    return isChanged ? words : undefined
  }
}

/** The words that differ from `word` in one letter, or in the order of two neighbours. */
export function oneLetterAway(word: string): readonly string[] {
  const letters = [...word]
  if (letters.length < minLength || letters.length > maxLength) return []
  const alphabet = alphabets.find((each) => letters.some((letter) => each.includes(letter))) ?? []
  const others = new Set<string>()
  for (let at = 0; at <= letters.length; at++) {
    const [before, after] = [letters.slice(0, at), letters.slice(at)]
    const [next = '', second = '', ...rest] = after
    const add = (...middle: readonly string[]) => others.add([...before, ...middle].join(''))
    for (const letter of alphabet) {
      add(letter, ...after)
      if (next) add(letter, second, ...rest)
    }
    if (next) add(second, ...rest)
    if (second) add(second, next, ...rest)
  }
  others.delete(word)
  return [...others]
}
