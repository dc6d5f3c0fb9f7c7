import { mayHideWords } from '../../../../markdown/visible-text.js'
import type { Database } from '../database.js'
import type { SearchConditions } from './conditions.js'
import { foldedForm } from './fold.js'
import { foldedExpression, gramExpression, type QueryWord } from './search-text.js'
import { type SearchedMessage, searchedColumns, searchedText, withDocuments } from './searched-text.js'
import type { WordBeginnings } from './word-beginnings.js'

/** A text that has the pieces of each word, but perhaps not in a row. Of a title, `text` has it. */
interface Candidate extends SearchedMessage {
  readonly sequence: number
  readonly conversation: string
}

/** At most as many texts are read and folded, newest first, until there are enough. Common pieces have many, and most are right. */
const maxRead = 2_000
const readAtOnce = 500
/** A word that more texts have does not make the others fewer: it is looked for in the texts themselves. */
const maxNumbers = 20_000

type Source = 'title' | 'message'

const sourceOf = (source: Source, { conversation, message, title }: SearchConditions) =>
  source === 'title'
    ? `SELECT sequence, id AS conversation, 'user' AS role, NULL AS name, NULL AS summary, title AS text
       FROM conversations WHERE trashed_at IS NULL AND ${conversation} AND ${title}`
    : `SELECT messages.sequence, conversations.id AS conversation, ${searchedColumns}
       FROM ${withDocuments} JOIN conversations ON conversations.id = messages.conversation_id
       WHERE trashed_at IS NULL AND ${conversation} AND ${message}`

export const hasInsideWords = (words: readonly QueryWord[]) => words.some(({ grams }) => grams.length > 0)

/** Finds texts that have each word at the beginning of a word or inside one, and returns their `sequence`. */
export interface InsideWords {
  /** Those of the newest `limit` conversations. Messages may be among them that have a word only in their markup. */
  newest(source: Source, words: readonly QueryWord[], limit: number, conditions: SearchConditions): readonly number[]
  /** The messages of a conversation. */
  within(conversationId: string, words: readonly QueryWord[]): readonly number[]
}

export function createInsideWords(db: Database, { spellOut }: WordBeginnings): InsideWords {
  const message = db.prepare<SearchedMessage>(
    `SELECT ${searchedColumns} FROM ${withDocuments} WHERE messages.sequence = ?`,
  )
  const inConversation = (words: readonly QueryWord[]) =>
    db.prepare<{ sequence: number }>(`
      SELECT sequence FROM messages WHERE conversation_id = ?
        AND sequence IN (${words.map(withWord).join(' INTERSECT ')}) ORDER BY sequence DESC LIMIT ${maxRead}`)
  const numbers = (table: string) =>
    db.prepare<{ numbers: string }>(`
      SELECT json_group_array(rowid) AS numbers FROM (
        SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid DESC LIMIT ${maxNumbers})`)
  const numbersIn = {
    title: { beginning: numbers('title_words'), inside: numbers('title_grams') },
    message: { beginning: numbers('message_words'), inside: numbers('message_grams') },
  }
  const read = ({ get }: (typeof numbersIn)[Source]['inside'], expression: string): readonly number[] =>
    JSON.parse(get(expression)?.numbers ?? '[]')

  /** Texts that may have the words, the newest first; none when each word is only at beginnings, where it was found. */
  const candidates = (source: Source, words: readonly QueryWord[]): readonly number[] => {
    const { beginning, inside } = numbersIn[source]
    const insides = words.map((word) => (word.grams.length > 0 ? read(inside, gramExpression(word)) : []))
    if (insides.every((found) => found.length === 0)) return []
    const lists = words.map((word, index) => [
      ...(insides[index] ?? []),
      ...read(beginning, foldedExpression([word], spellOut)),
    ])
    const selective = lists.filter((list, index) => {
      const inWord = insides[index]?.length ?? 0
      return inWord < maxNumbers && list.length - inWord < maxNumbers
    })
    const [first = lists[0] ?? [], ...others] = selective.sort((one, other) => one.length - other.length)
    const sets = others.map((list) => new Set(list))
    return [...new Set(first)].filter((number) => sets.every((set) => set.has(number))).sort((a, b) => b - a)
  }

  return {
    newest(source, words, limit, conditions) {
      const those = db.prepare<Candidate>(
        `SELECT * FROM (${sourceOf(source, conditions)}) WHERE sequence IN (SELECT value FROM json_each(?))
         ORDER BY sequence DESC`,
      )
      const all = candidates(source, words)
      const conversations = new Set<string>()
      const found: number[] = []
      let count = 0
      for (let from = 0; from < all.length && count < maxRead; from += readAtOnce) {
        for (const candidate of those.all(JSON.stringify(all.slice(from, from + readAtOnce)))) {
          const { sequence, conversation } = candidate
          count++
          if (conversations.size >= limit && !conversations.has(conversation)) return found
          if (!isLikely(candidate, words)) continue
          conversations.add(conversation)
          found.push(sequence)
        }
      }
      return found
    },
    within: (conversationId, words) =>
      inConversation(words)
        .all(conversationId, ...words.flatMap(valuesOf))
        .map(({ sequence }) => sequence)
        .filter((sequence) => {
          const row = message.get(sequence)
          return row !== undefined && isLikely(row, words) && hasInside(searchedText(row), words)
        }),
  }
}

/** Most texts that only have the pieces of a word apart need not be read as Markdown, which takes ten times as long. */
function isLikely(row: SearchedMessage, words: readonly QueryWord[]): boolean {
  if (row.role !== 'document' && hasInside(row.text, words)) return true
  const isRead = row.role !== 'assistant' || mayHideWords(row.text)
  return isRead && hasInside(searchedText(row), words)
}

/** Whether a text has the words that may be inside others. */
export function hasInside(text: string, words: readonly QueryWord[]): boolean {
  const form = foldedForm(text)
  return words.every(({ grams, folded }) => grams.length === 0 || folded.every((word) => form.includes(word)))
}

const withWord = ({ grams }: QueryWord): string => {
  const beginning = 'SELECT rowid FROM message_words WHERE message_words MATCH ?'
  if (grams.length === 0) return beginning
  const inside = 'SELECT rowid FROM message_grams WHERE message_grams MATCH ?'
  return `SELECT rowid FROM (${beginning} UNION ${inside})`
}

const valuesOf = (word: QueryWord): readonly string[] => [
  foldedExpression([word]),
  ...(word.grams.length > 0 ? [gramExpression(word)] : []),
]
