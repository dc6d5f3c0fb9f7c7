import type { Passage, SearchHit } from '../../../../contract/chat.js'
import type { Database } from '../database.js'
import { type ConversationRow, conversationColumns, toConversation } from '../rows.js'
import { bestMessages } from './best-messages.js'
import { foldedForm } from './fold.js'
import { createInsideWords, hasInside, hasInsideWords } from './inside-words.js'
import { exactExpression, foldedExpression, type QueryWord, queryWords } from './search-text.js'
import { type SearchedMessage, searchedColumns, searchedText, withDocuments } from './searched-text.js'
import { makeSnippet } from './snippet.js'
import { createSuggestion } from './suggestion.js'

type MessageHitRow = ConversationRow & { readonly message: string }

export interface Search {
  /**
   * One hit per conversation: first those with the words as they were typed, then with their folded forms, then with a word
   * inside another one; each first in titles, then in messages, newest first. The snippet is from the best matching message
   * on the chosen path, or from another version when none there matches.
   */
  find(query: string, limit: number): readonly SearchHit[]
  /** For a query that finds nothing: one that finds something, with words that are at most one letter away. */
  suggest(query: string): string | undefined
  /** See `Conversations.nextPassage`. */
  nextPassage(conversationId: string, query: string, messageId: string | null, step: 1 | -1): Passage | undefined
}

export function createSearch(db: Database): Search {
  const titles = (found: string) =>
    db.prepare<ConversationRow>(
      `SELECT ${conversationColumns} FROM conversations WHERE sequence IN (${found}) AND trashed_at IS NULL
       ORDER BY updated_at DESC LIMIT ?`,
    )
  const titlesWithWords = titles('SELECT rowid FROM title_words WHERE title_words MATCH ?')
  const titlesByNumber = titles('SELECT value FROM json_each(?)')
  const messagesWithWords = db.prepare<MessageHitRow>(
    bestMessages('SELECT rowid AS sequence, rank AS score FROM message_words WHERE message_words MATCH ?'),
  )
  const messagesByNumber = db.prepare<MessageHitRow>(
    bestMessages('SELECT value AS sequence, 0 AS score FROM json_each(?)'),
  )
  const messageOf = db.prepare<SearchedMessage & { readonly created_at: number }>(
    `SELECT ${searchedColumns}, messages.created_at FROM ${withDocuments} WHERE messages.id = ?`,
  )
  const passages = db.prepare<{ id: string }>(`
    SELECT id FROM messages WHERE conversation_id = ? AND (
      sequence IN (SELECT rowid FROM message_words WHERE message_words MATCH ?)
      OR sequence IN (SELECT value FROM json_each(?))) ORDER BY sequence`)
  const insideWords = createInsideWords(db)
  const suggest = createSuggestion(db)

  const search = (words: readonly QueryWord[], limit: number): readonly SearchHit[] => {
    const hits = new Map<string, SearchHit>()
    if (words.length === 0) return []
    const isNew = ({ id }: ConversationRow) => hits.size < limit && !hits.has(id)
    const add = (
      titlesOf: (limit: number) => readonly ConversationRow[],
      messagesOf: (limit: number) => readonly MessageHitRow[],
      isRight = (_text: string) => true,
    ) => {
      // A conversation that was found before is found again.
      const withFound = () => limit + hits.size
      if (hits.size >= limit) return
      for (const row of titlesOf(withFound())) {
        if (isNew(row)) hits.set(row.id, hitOf(row, row.updated_at, row.title, words))
      }
      if (hits.size >= limit) return
      for (const row of messagesOf(withFound())) {
        const message = isNew(row) ? messageOf.get(row.message) : undefined
        if (!message) continue
        const text = searchedText(message)
        if (!isRight(text)) continue
        hits.set(row.id, { ...hitOf(row, message.created_at, text, words), messageId: row.message })
      }
    }
    for (const expression of [exactExpression(words), foldedExpression(words)]) {
      add(
        (count) => titlesWithWords.all(expression, count),
        (count) => messagesWithWords.all(expression, count),
      )
    }
    if (hasInsideWords(words)) {
      add(
        (count) => titlesByNumber.all(JSON.stringify(insideWords.newest('title', words, count)), count),
        (count) => messagesByNumber.all(JSON.stringify(insideWords.newest('message', words, count)), count),
        (text) => hasInside(text, words),
      )
    }
    return [...hits.values()]
  }

  return {
    find: (query, limit) => search(queryWords(query), limit),
    suggest(query) {
      const words = suggest(query)
      const [hit] = words ? search(queryWords(words.join(' ')), 1) : []
      return hit && words?.map((word) => asWritten(word, hit)).join(' ')
    },
    nextPassage(conversationId, query, messageId, step) {
      const words = queryWords(query)
      if (words.length === 0) return undefined
      const inside = hasInsideWords(words) ? insideWords.within(conversationId, words) : []
      const ids = passages.all(conversationId, foldedExpression(words), JSON.stringify(inside)).map(({ id }) => id)
      const at = messageId === null ? -1 : ids.indexOf(messageId)
      const place = at < 0 && step < 0 ? ids.length - 1 : (at + step + ids.length) % ids.length
      const id = ids[place]
      const message = id === undefined ? undefined : messageOf.get(id)
      if (id === undefined || !message) return undefined
      return { messageId: id, ...makeSnippet(searchedText(message), words), place: place + 1, count: ids.length }
    },
  }
}

/** A word as the hit has it: the index has it folded. */
const asWritten = (word: string, { snippet, matches }: SearchHit): string =>
  matches.map(([start, end]) => snippet.slice(start, end)).find((text) => foldedForm(text) === foldedForm(word)) ?? word

const hitOf = (row: ConversationRow, at: number, text: string, words: readonly QueryWord[]): SearchHit => ({
  conversation: toConversation(row),
  at,
  ...makeSnippet(text, words),
})
