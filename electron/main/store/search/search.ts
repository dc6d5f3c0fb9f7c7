import type { Passage, SearchHit } from '../../../../contract/chat.js'
import { filtersInWords, parseQuery, type SearchOrder, type SearchQuery } from '../../../../contract/search-query.js'
import type { Database } from '../database.js'
import { type ConversationRow, conversationColumns, toConversation } from '../rows.js'
import { createBestMessages, type MessageHitRow } from './best-messages.js'
import { createConditions, noConditions, type SearchConditions } from './conditions.js'
import { foldedForm } from './fold.js'
import { createInDocuments, type PageHitRow } from './in-documents.js'
import { createInReasoning } from './in-reasoning.js'
import { toEnd } from './in-turns.js'
import { createInsideWords, hasInside, hasInsideWords } from './inside-words.js'
import { createLike } from './like.js'
import { exactExpression, foldedExpression, type QueryWord, queryWords } from './search-text.js'
import { type SearchedMessage, searchedColumns, searchedText, withDocuments } from './searched-text.js'
import { makeSnippet } from './snippet.js'
import { createSuggestion } from './suggestion.js'
import { createWordBeginnings } from './word-beginnings.js'

export interface Search {
  /**
   * One hit per conversation: first those with the words as they were typed, then with their folded forms, then with a word
   * inside another one; each first in titles, then in messages, newest first; then in the text of documents. The snippet is from the best matching message
   * on the chosen path, or from another version when none there matches. By date, all of these the newest first. Filters
   * alone find the newest conversations. With `like:` the best message of each conversation is found, in the order in which they
   * fit, without the message `exceptId`. Pauses after each step, so that main can answer others.
   */
  find(query: string, limit: number, order: SearchOrder, exceptId?: string): Generator<void, readonly SearchHit[]>
  /** The words of a message by which `like:` finds others; see like.ts. */
  tellingWords(messageId: string): readonly string[]
  /** For a query that finds nothing: one that finds something, with words that are at most one letter away. */
  suggest(query: string): string | undefined
  /** See `Conversations.nextPassage`. */
  nextPassage(conversationId: string, query: string, messageId: string | null, step: 1 | -1): Passage | undefined
}

/** The best message of a conversation is chosen among as many; where a word is in more, the newest one is shown. */
const maxRanked = 2_000
/** So many messages are looked at, the newest that have the words. Filters may leave few of them, so with one all are. */
const maxFound = 20_000

export function createSearch(db: Database): Search {
  const messageOf = db.prepare<SearchedMessage & { readonly created_at: number }>(
    `SELECT ${searchedColumns}, messages.created_at FROM ${withDocuments} WHERE messages.id = ?`,
  )
  const passages = db.prepare<{ id: string }>(`
    SELECT id FROM messages WHERE conversation_id = ? AND (
      sequence IN (SELECT rowid FROM message_words WHERE message_words MATCH ?)
      OR sequence IN (SELECT value FROM json_each(?))) ORDER BY sequence`)
  const numbersWithWords = db.prepare<{ numbers: string }>(`
    SELECT json_group_array(rowid) AS numbers FROM (
      SELECT rowid FROM message_words WHERE message_words MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?)`)
  /** The newest messages with the words, or the next ones after a number. */
  const numbersBelow = (expression: string, count: number, below = Number.MAX_SAFE_INTEGER): readonly number[] =>
    JSON.parse(numbersWithWords.get(expression, below, count)?.numbers ?? '[]')
  const beginnings = createWordBeginnings(db)
  const insideWords = createInsideWords(db, beginnings)
  const suggest = createSuggestion(db, beginnings)
  const conditionsOf = createConditions(db)
  const like = createLike(db)
  const inReasoning = createInReasoning(db)
  const inDocuments = createInDocuments(db)
  const bestMessages = createBestMessages(db)
  const unfiltered = createStatements(db, bestMessages, noConditions)

  function* search({ words: text, filters }: SearchQuery, limit: number, order: SearchOrder, exceptId?: string) {
    const words = queryWords(text)
    const hasFilters = Object.keys(filters).length > 0
    const conditions = hasFilters ? conditionsOf(filters) : noConditions
    const statements = hasFilters ? createStatements(db, bestMessages, conditions) : unfiltered
    if (filters.like !== undefined) {
      yield
      const others = words.length === 0 ? '' : foldedExpression(words)
      const marked = [...words, ...queryWords(filters.like)]
      const found = like.find(filters.like, others, conditions, exceptId ?? null, limit).flatMap((row) => {
        const message = messageOf.get(row.message)
        return message
          ? [{ ...hitOf(row, message.created_at, searchedText(message), marked), messageId: row.message }]
          : []
      })
      return order === 'date' ? found.sort((a, b) => b.at - a.at) : found
    }
    if (words.length === 0) {
      const rows = hasFilters ? statements.newest.all(limit) : []
      return rows.map((row) => hitOf(row, row.updated_at, row.title, words))
    }
    const byDate = order === 'date'
    const hits = new Map<string, SearchHit>()
    const isFull = () => !byDate && hits.size >= limit
    // A conversation that was found before is found again.
    const wanted = () => limit + hits.size

    function* addTitles(rows: readonly ConversationRow[]) {
      for (const row of rows)
        if (!isFull() && !hits.has(row.id)) hits.set(row.id, hitOf(row, row.updated_at, row.title, words))
      yield
    }
    function* addMessages(rows: readonly MessageHitRow[], isRight = (_text: string) => true) {
      for (const row of rows) {
        const message = isFull() || hits.has(row.id) ? undefined : messageOf.get(row.message)
        if (!message) continue
        const shown = searchedText(message)
        if (isRight(shown))
          hits.set(row.id, { ...hitOf(row, message.created_at, shown, words), messageId: row.message })
        yield
      }
    }
    /** Frequent words are looked for in pieces, the newest first, until there are enough conversations. */
    function* addFrequent(expression: string, newest: readonly number[]) {
      const before = hits.size
      let left = hasFilters ? Number.POSITIVE_INFINITY : maxFound
      let numbers = newest
      while (numbers.length > 0) {
        left -= numbers.length
        for (let from = 0; from < numbers.length; from += maxRanked) {
          if (isFull() || hits.size - before >= limit) return
          yield* addMessages(
            statements.messagesByNumber.all(JSON.stringify(numbers.slice(from, from + maxRanked)), wanted()),
          )
        }
        if (isFull() || hits.size - before >= limit) return
        // Twice as many each time: most searches need few, and each reading begins with an effort of its own.
        numbers = numbersBelow(expression, Math.min(left, 2 * numbers.length, maxFound), numbers.at(-1))
        yield
      }
    }

    for (const expressionOf of [exactExpression, foldedExpression]) {
      if (isFull()) break
      const expression = expressionOf(words)
      yield* addTitles(statements.titlesWithWords.all(expression, wanted()))
      if (isFull()) break
      const spelledOut = expressionOf(words, beginnings.spellOut)
      const numbers = numbersBelow(spelledOut, maxRanked + 1)
      yield
      if (numbers.length > maxRanked) yield* addFrequent(spelledOut, numbers.slice(0, maxRanked))
      // The words that begin alike count as one for the rank.
      else if (numbers.length > 0) yield* addMessages(statements.messagesWithWords.all(expression, wanted()))
    }
    if (hasInsideWords(words) && !isFull()) {
      yield* addTitles(
        statements.titlesByNumber.all(numbersOf(insideWords.newest('title', words, wanted(), conditions)), wanted()),
      )
      if (!isFull()) {
        const numbers = numbersOf(insideWords.newest('message', words, wanted(), conditions))
        yield
        yield* addMessages(statements.messagesByNumber.all(numbers, wanted()), (shown) => hasInside(shown, words))
      }
    }
    if (!filters.from && !filters.model) {
      for (const row of isFull() ? [] : inDocuments(words, conditions, hits.keys())) {
        yield
        if (isFull()) break
        if (row) hits.set(row.id, pageHitOf(row, words))
      }
    }
    if (filters.reasoning && !isFull()) {
      for (const row of inReasoning(
        words.map((word) => word.text),
        conditions,
      )) {
        yield
        if (isFull()) break
        if (!row || hits.has(row.id)) continue
        hits.set(row.id, {
          ...hitOf(row, row.created_at, row.reasoning, words),
          messageId: row.message,
          isInReasoning: true,
        })
      }
    }
    const found = [...hits.values()]
    return byDate ? found.sort((a, b) => b.at - a.at).slice(0, limit) : found
  }

  return {
    find: (query, limit, order, exceptId) => search(parseQuery(query), limit, order, exceptId),
    tellingWords: like.tellingWords,
    suggest(query) {
      const parsed = parseQuery(query)
      const words = suggest(parsed.words)
      const [hit] = words ? toEnd(search({ ...parsed, words: words.join(' ') }, 1, 'rank')) : []
      return hit && words && [...filtersInWords(parsed), ...words.map((word) => asWritten(word, hit))].join(' ')
    },
    nextPassage(conversationId, query, messageId, step) {
      const words = queryWords(parseQuery(query).words)
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

const numbersOf = (numbers: readonly number[]) => JSON.stringify(numbers)

/** The statements of a search with these conditions. */
function createStatements(
  db: Database,
  bestMessages: ReturnType<typeof createBestMessages>,
  conditions: SearchConditions,
) {
  const { conversation, title } = conditions
  // Whether a conversation is busy takes longer than the rest, so only those that are returned are asked.
  const titles = (found: string) =>
    db.prepare<ConversationRow>(
      `SELECT ${conversationColumns} FROM (
         SELECT sequence AS newest FROM conversations
         WHERE ${found} AND trashed_at IS NULL AND ${conversation} AND ${title} ORDER BY updated_at DESC LIMIT ?
       ) JOIN conversations ON sequence = newest ORDER BY updated_at DESC`,
    )
  return {
    newest: titles('TRUE'),
    titlesWithWords: titles('sequence IN (SELECT rowid FROM title_words WHERE title_words MATCH ?)'),
    titlesByNumber: titles('sequence IN (SELECT value FROM json_each(?))'),
    messagesWithWords: bestMessages(
      'SELECT rowid AS sequence, rank AS score FROM message_words WHERE message_words MATCH ?',
      conditions,
    ),
    messagesByNumber: bestMessages('SELECT value AS sequence, -value AS score FROM json_each(?)', conditions),
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

const pageHitOf = (row: PageHitRow, words: readonly QueryWord[]): SearchHit => ({
  ...hitOf(row, row.created_at, row.text, words),
  messageId: row.message,
  page: {
    documentId: row.document,
    documentName: row.document_name,
    page: row.page,
    passage: row.passage,
    ...(row.label !== null && { label: row.label }),
  },
})
