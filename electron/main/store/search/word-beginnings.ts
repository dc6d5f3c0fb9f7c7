import type { Database } from '../database.js'

/** The index has the texts of each beginning of at most so many characters (`prefix` in migration 15). */
const maxIndexed = 3
/** A beginning that more words have is left to the index, which collects all of their texts before the first is read. */
const maxWords = 24
/** Follows a word in the order of the index, before any longer word: no token has it. */
const justAfter = '\u0001'

export interface WordBeginnings {
  /**
   * An expression of FTS5 for the beginning of a word that the index reads step by step: all words of messages that begin so.
   * Undefined when it has no advantage.
   */
  spellOut(beginning: string): string | undefined
  /** Whether a word of a message begins so. */
  hasWord(beginning: string): boolean
}

export function createWordBeginnings(db: Database): WordBeginnings {
  // A table of this connection: the store itself keeps the tables of its migrations. A row is a word at a place, so that the
  // next word is found without counting the texts of this one.
  db.exec(
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.message_places USING fts5vocab ('main', 'message_words', 'instance')",
  )
  const firstFrom = db.prepare<{ term: string }>('SELECT term FROM temp.message_places WHERE term >= ? LIMIT 1')

  return {
    hasWord: (beginning) => firstFrom.get(beginning)?.term.startsWith(beginning) ?? false,
    spellOut(beginning) {
      if ([...beginning].length <= maxIndexed) return undefined
      const words: string[] = []
      for (let from = beginning; words.length <= maxWords; from = (words.at(-1) ?? '') + justAfter) {
        const word = firstFrom.get(from)?.term
        if (!word?.startsWith(beginning)) return words.length === 0 ? undefined : `(${words.map(quoted).join(' OR ')})`
        words.push(word)
      }
      return undefined
    },
  }
}

const quoted = (word: string) => `"${word.replaceAll('"', '""')}"`
