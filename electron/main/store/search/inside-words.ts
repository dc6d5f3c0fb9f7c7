import { mayHideWords } from '../../../../markdown/visible-text.js'
import type { Database, Value } from '../database.js'
import { foldedForm } from './fold.js'
import { foldedExpression, gramExpression, type QueryWord } from './search-text.js'
import { type SearchedMessage, searchedColumns, searchedText, withDocuments } from './searched-text.js'

/** A text that has the pieces of each word, but perhaps not in a row. */
interface Candidate {
  readonly sequence: number
  readonly conversation: string
}

/** Candidates are read and folded, newest first, until there are enough. Common pieces have many, and most are right. */
const maxCandidates = 2_000

const sources = {
  title: 'SELECT sequence, id, updated_at, trashed_at FROM conversations',
  message: `SELECT messages.sequence, conversations.id, updated_at, trashed_at
    FROM messages JOIN conversations ON conversations.id = conversation_id`,
} as const

type Source = keyof typeof sources

export const hasInsideWords = (words: readonly QueryWord[]) => words.some(({ grams }) => grams.length > 0)

/** Finds texts that have each word at the beginning of a word or inside one, and returns their `sequence`. */
export interface InsideWords {
  /** Those of the newest `limit` conversations. */
  newest(source: Source, words: readonly QueryWord[], limit: number): readonly number[]
  /** The messages of a conversation. */
  within(conversationId: string, words: readonly QueryWord[]): readonly number[]
}

export function createInsideWords(db: Database): InsideWords {
  const title = db.prepare<{ text: string }>('SELECT title AS text FROM conversations WHERE sequence = ?')
  const message = db.prepare<SearchedMessage>(
    `SELECT ${searchedColumns} FROM ${withDocuments} WHERE messages.sequence = ?`,
  )
  const has = (text: string, words: readonly string[]) => {
    const form = foldedForm(text)
    return words.every((word) => form.includes(word))
  }
  const isIn = (source: Source, sequence: number, words: readonly string[]): boolean => {
    if (source === 'title') return has(title.get(sequence)?.text ?? '', words)
    const row = message.get(sequence)
    if (!row) return false
    // To read Markdown takes ten times as long, and most texts that have only the pieces of a word need not be read.
    const isRead = row.role !== 'assistant' || mayHideWords(row.text) || has(row.text, words)
    return isRead && has(searchedText(row), words)
  }
  const candidates = (source: Source, words: readonly QueryWord[], condition: string, ...values: readonly Value[]) =>
    db
      .prepare<Candidate>(
        `SELECT sequence, id AS conversation FROM (${sources[source]})
         WHERE sequence IN (${words.map((word) => withWord(source, word)).join(' INTERSECT ')}) AND ${condition}
         ORDER BY updated_at DESC LIMIT ?`,
      )
      .all(...words.flatMap(valuesOf), ...values, maxCandidates)
  const insideOf = (words: readonly QueryWord[]) =>
    words.flatMap(({ grams, folded }) => (grams.length > 0 ? folded : []))

  return {
    newest(source, words, limit) {
      const inside = insideOf(words)
      const conversations = new Set<string>()
      const numbers: number[] = []
      for (const { sequence, conversation } of candidates(source, words, 'trashed_at IS NULL')) {
        if (conversations.size >= limit && !conversations.has(conversation)) break
        if (!isIn(source, sequence, inside)) continue
        conversations.add(conversation)
        numbers.push(sequence)
      }
      return numbers
    },
    within(conversationId, words) {
      const inside = insideOf(words)
      return candidates('message', words, 'id = ?', conversationId)
        .map(({ sequence }) => sequence)
        .filter((sequence) => isIn('message', sequence, inside))
    },
  }
}

const withWord = (source: Source, { grams }: QueryWord): string => {
  const beginning = `SELECT rowid FROM ${source}_words WHERE ${source}_words MATCH ?`
  if (grams.length === 0) return beginning
  const inside = `SELECT rowid FROM ${source}_grams WHERE ${source}_grams MATCH ?`
  return `SELECT rowid FROM (${beginning} UNION ${inside})`
}

const valuesOf = (word: QueryWord): readonly string[] => [
  foldedExpression([word]),
  ...(word.grams.length > 0 ? [gramExpression(word)] : []),
]
