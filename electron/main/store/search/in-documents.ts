import type { Database } from '../database.js'
import { type ConversationRow, conversationColumns } from '../rows.js'
import { readTexts } from '../stored-list.js'
import type { SearchConditions } from './conditions.js'
import { foldedForm } from './fold.js'
import { hasWords } from './has-words.js'
import type { QueryWord } from './search-text.js'

/** So many pages are looked through in one step. */
const atOnce = 200
/** The newest pages that are looked through: they have no index. */
const maxLookedThrough = 20_000

type PageRow = ConversationRow & {
  readonly message: string
  readonly created_at: number
  readonly document: string
  readonly document_name: string
  readonly page: number
  readonly label: string | null
  readonly passages: string
}

/** A passage of a document that a message has. */
export interface PageHitRow extends PageRow {
  /** From 1. */
  readonly passage: number
  readonly text: string
}

/**
 * Finds pages of documents that have all words as they are typed, in any case: those read last first, one of each
 * conversation. Pauses after each step.
 */
export function createInDocuments(db: Database) {
  const newest = db.prepare<{ last: number | null }>('SELECT max(sequence) AS last FROM pages')
  // Of a document that was read by an early version, only its summary is in the conversation.
  const messageOf = `coalesce(
    (SELECT message_id FROM attachments
      WHERE document_id = hits.document AND message_id IS NOT NULL ORDER BY sequence LIMIT 1),
    (SELECT messages.id FROM jobs JOIN messages ON messages.conversation_id = hits.conversation AND job_id = jobs.id
      WHERE jobs.document_id = hits.document ORDER BY messages.sequence LIMIT 1))`
  /** @param without conversations that were found before */
  return function* (
    words: readonly QueryWord[],
    { conversation, message }: SearchConditions,
    without: Iterable<string>,
  ) {
    // As they stand in JSON.
    const has = hasWords(
      'passages',
      words.map(({ text }) => JSON.stringify(text).slice(1, -1)),
    )
    const found = db.prepare<PageRow>(`
      SELECT ${conversationColumns}, messages.id AS message, messages.created_at, hits.document, document_name, page, label,
        passages
      FROM (
          SELECT documents.id AS document, documents.conversation_id AS conversation, name AS document_name,
            documents.sequence AS number, page, label, passages
          FROM pages JOIN documents ON documents.id = document_id
          WHERE pages.sequence <= ? AND pages.sequence > ? AND pages.state = 'read' AND documents.state = 'read'
            AND conversation_id NOT IN (SELECT value FROM json_each(?)) AND ${has.condition}
        ) AS hits
        JOIN messages ON messages.id = ${messageOf}
        JOIN conversations ON conversations.id = messages.conversation_id
      WHERE trashed_at IS NULL AND ${conversation} AND ${message} ORDER BY number DESC, page`)
    const seen = new Set(without)
    const last = newest.get()?.last ?? 0
    for (let to = last; to > 0 && to > last - maxLookedThrough; to -= atOnce) {
      for (const row of found.all(to, to - atOnce, JSON.stringify([...seen]), ...has.values)) {
        const place = seen.has(row.id) ? undefined : placeOf(row, words)
        if (!place) continue
        seen.add(row.id)
        yield place
      }
      yield
    }
  }
}

/** The first passage with the most of the words; none when the page has one only in the escapes of JSON. */
function placeOf(row: PageRow, words: readonly QueryWord[]): PageHitRow | undefined {
  const passages = readTexts(row.passages)
  const wordsIn = passages.map((text) => {
    const form = foldedForm(text)
    return words.filter(({ folded }) => folded.every((token) => form.includes(token)))
  })
  if (new Set(wordsIn.flat()).size < new Set(words).size) return undefined
  const most = Math.max(...wordsIn.map(({ length }) => length))
  const at = wordsIn.findIndex(({ length }) => length === most)
  return { ...row, passage: at + 1, text: passages[at] ?? '' }
}
