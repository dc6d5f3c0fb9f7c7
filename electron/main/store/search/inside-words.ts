import { mayHideWords } from '../../../../markdown/visible-text.js'
import type { Database, Value } from '../database.js'
import { noConditions, type SearchConditions } from './conditions.js'
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

type Source = 'title' | 'message'

const sourceOf = (source: Source, { conversation, message, title }: SearchConditions) =>
  source === 'title'
    ? `SELECT sequence, id, updated_at, trashed_at FROM conversations WHERE ${conversation} AND ${title}`
    : `SELECT messages.sequence, conversations.id, updated_at, trashed_at
       FROM messages JOIN conversations ON conversations.id = conversation_id WHERE ${conversation} AND ${message}`

export const hasInsideWords = (words: readonly QueryWord[]) => words.some(({ grams }) => grams.length > 0)

/** Finds texts that have each word at the beginning of a word or inside one, and returns their `sequence`. */
export interface InsideWords {
  /** Those of the newest `limit` conversations. Messages may be among them that have a word only in their markup. */
  newest(source: Source, words: readonly QueryWord[], limit: number, conditions: SearchConditions): readonly number[]
  /** The messages of a conversation. */
  within(conversationId: string, words: readonly QueryWord[]): readonly number[]
}

export function createInsideWords(db: Database): InsideWords {
  const title = db.prepare<{ text: string }>('SELECT title AS text FROM conversations WHERE sequence = ?')
  const message = db.prepare<SearchedMessage>(
    `SELECT ${searchedColumns} FROM ${withDocuments} WHERE messages.sequence = ?`,
  )
  const isTitle = (sequence: number, words: readonly QueryWord[]) => hasInside(title.get(sequence)?.text ?? '', words)
  /** Most texts that only have the pieces of a word apart need not be read as Markdown, which takes ten times as long. */
  const isLikely = (sequence: number, words: readonly QueryWord[]): boolean => {
    const row = message.get(sequence)
    if (!row) return false
    if (row.role !== 'document' && hasInside(row.text, words)) return true
    const isRead = row.role !== 'assistant' || mayHideWords(row.text)
    return isRead && hasInside(searchedText(row), words)
  }
  const isMessage = (sequence: number, words: readonly QueryWord[]): boolean => {
    const row = isLikely(sequence, words) ? message.get(sequence) : undefined
    return row !== undefined && hasInside(searchedText(row), words)
  }
  const candidates = (
    source: Source,
    conditions: SearchConditions,
    words: readonly QueryWord[],
    condition: string,
    ...values: readonly Value[]
  ) =>
    db
      .prepare<Candidate>(
        `SELECT sequence, id AS conversation FROM (${sourceOf(source, conditions)})
         WHERE sequence IN (${words.map((word) => withWord(source, word)).join(' INTERSECT ')}) AND ${condition}
         ORDER BY updated_at DESC LIMIT ?`,
      )
      .all(...words.flatMap(valuesOf), ...values, maxCandidates)

  return {
    newest(source, words, limit, conditions) {
      const isFound = source === 'title' ? isTitle : isLikely
      const conversations = new Set<string>()
      const numbers: number[] = []
      for (const { sequence, conversation } of candidates(source, conditions, words, 'trashed_at IS NULL')) {
        if (conversations.size >= limit && !conversations.has(conversation)) break
        if (!isFound(sequence, words)) continue
        conversations.add(conversation)
        numbers.push(sequence)
      }
      return numbers
    },
    within(conversationId, words) {
      return candidates('message', noConditions, words, 'id = ?', conversationId)
        .map(({ sequence }) => sequence)
        .filter((sequence) => isMessage(sequence, words))
    },
  }
}

/** Whether a text has the words that may be inside others. */
export function hasInside(text: string, words: readonly QueryWord[]): boolean {
  const form = foldedForm(text)
  return words.every(({ grams, folded }) => grams.length === 0 || folded.every((word) => form.includes(word)))
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
