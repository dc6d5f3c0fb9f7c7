import type { Database } from '../database.js'
import { type ConversationRow, conversationColumns } from '../rows.js'
import type { SearchConditions } from './conditions.js'
import { foldedTokens, queryWords } from './search-text.js'
import { type SearchedMessage, searchedColumns, searchedText, withDocuments } from './searched-text.js'

/** A query with more words finds hardly anything else, and nobody reads them. */
const maxWords = 10
/** The words of a message that are looked up: those that it has most often. */
const maxCandidates = 150
/** A word in more messages is as little use as one in so many, and counting them takes time. */
const maxCounted = 5_000
/** The best messages, of which conversations are found. */
const maxRanked = 2_000
/** Of the weight of the best word: a word with less is one that most messages have. */
const minShare = 0.3
const minLength = 3
/** With fewer texts than these, a word in each of them may tell something. */
const minTexts = 3
/** A script without spaces: two characters say as much as a word. */
const unspaced = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}]/u
const isWord = (token: string) => /^[\p{L}\p{N}]/u.test(token) && [...token].length >= minLength

/** The words of a text, in their folded form; pairs of characters where there are no spaces. */
function wordsOf(text: string): readonly string[] {
  const tokens = foldedTokens(text)
  return tokens.flatMap((token, at) => {
    if (!unspaced.test(token)) return isWord(token) ? [token] : []
    const next = tokens[at + 1]
    return next !== undefined && unspaced.test(next) ? [token + next] : []
  })
}

/** A query of FTS5 for texts that have any of these words. */
const anyOf = (words: string): string =>
  queryWords(words)
    .map(({ folded }) => `"${folded.join(' ').replaceAll('"', '""')}"`)
    .join(' OR ')

/** What is like a message, by its words alone: those that few other messages have, ranked by bm25. */
export function createLike(db: Database) {
  const messageOf = db.prepare<SearchedMessage>(`SELECT ${searchedColumns} FROM ${withDocuments} WHERE messages.id = ?`)
  const countOf = db.prepare<{ count: number }>(`
    SELECT count(*) AS count FROM (
      SELECT 1 FROM message_words WHERE message_words MATCH ? LIMIT ${maxCounted})`)
  const texts = db.prepare<{ count: number }>('SELECT count(*) AS count FROM message_words_docsize')

  return {
    /** The words that tell a message from others and that others have, too; the best first. Empty for one that is gone. */
    tellingWords(messageId: string): readonly string[] {
      const message = messageOf.get(messageId)
      if (!message) return []
      const counts = new Map<string, number>()
      for (const word of wordsOf(searchedText(message))) counts.set(word, (counts.get(word) ?? 0) + 1)
      const total = texts.get()?.count ?? 0
      const weighed = [...counts]
        .sort((a, b) => b[1] - a[1])
        .slice(0, maxCandidates)
        .map(([word, own]) => ({ word, own, all: countOf.get(anyOf(word))?.count ?? 0 }))
        .filter(({ all }) => all > 1 && all <= Math.max(minTexts, total / 2))
        .map(({ word, own, all }) => ({ word, weight: (own / (own + 1.2)) * Math.log((total + 1) / (all + 0.5)) }))
        .sort((a, b) => b.weight - a.weight)
      const least = (weighed[0]?.weight ?? 0) * minShare
      return weighed
        .filter(({ weight }) => weight >= least)
        .slice(0, maxWords)
        .map(({ word }) => word)
    },

    /**
     * The best message of each conversation that has any of the words, the best conversation first.
     * @param others an expression that messages must match, too; empty for none
     */
    find(words: string, others: string, conditions: SearchConditions, exceptId: string | null, limit: number) {
      const any = anyOf(words)
      if (any === '') return []
      return db
        .prepare<ConversationRow & { readonly message: string }>(`
          WITH hits AS MATERIALIZED (
            SELECT messages.id AS message, conversation_id, score FROM (
                SELECT rowid AS sequence, rank AS score FROM message_words WHERE message_words MATCH ?
                ORDER BY rank LIMIT ${maxRanked}
              ) AS found JOIN messages ON messages.sequence = found.sequence
            WHERE ${conditions.message} AND messages.id IS NOT ?
          ), best AS MATERIALIZED (
            SELECT message, conversation_id, min(score) AS score FROM hits GROUP BY conversation_id
          )
          SELECT ${conversationColumns}, message FROM best JOIN conversations ON conversations.id = best.conversation_id
          WHERE trashed_at IS NULL AND ${conditions.conversation} ORDER BY score LIMIT ?`)
        .all(others === '' ? any : `(${others}) AND (${any})`, exceptId, limit)
    },
  }
}
