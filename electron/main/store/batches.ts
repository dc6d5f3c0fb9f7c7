import { z } from 'zod'
import type {
  Batch,
  BatchError,
  BatchEvent,
  BatchRow,
  BatchSource,
  BatchState,
  RowState,
} from '../../../contract/batch.js'
import type { PassagePlace } from '../../../contract/documents.js'
import { AppError, type ErrorCode } from '../../../contract/errors.js'
import type { Database } from './database.js'
import type { SearchIndex } from './search/search-index.js'
import { readArray, readTexts } from './stored-list.js'

/** One row to ask about. */
export interface NewRow {
  readonly documentId: string
  /** In the order of the columns. */
  readonly cells: readonly string[]
}

/**
 * Batches, each with the id of its message. No row is `running` in the store, so a batch that a kill interrupted asks about
 * that row again. Every call is durable when it returns; see store.ts for what calls throw.
 */
export interface StoredBatches {
  create(messageId: string, source: BatchSource, columns: readonly string[], rows: readonly NewRow[]): Batch
  get(messageId: string): Batch
  /** Another number after each change of the batch, since the app started. */
  revision(messageId: string): number
  /** In the order they were made. */
  ofConversation(conversationId: string): readonly Batch[]
  /** Batches that are running, oldest first, without those in the trash. */
  unfinished(): readonly string[]
  /** Stores what an event changed; `batch` is as it is after the event. */
  save(batch: Batch, event: BatchEvent): void
  columns(messageId: string): readonly string[]
  /** The cells of one row, which counts from 0. */
  cells(messageId: string, row: number): readonly string[]
  allCells(messageId: string): readonly (readonly string[])[]
}

interface BatchRecord {
  readonly message_id: string
  readonly conversation_id: string
  readonly source: BatchSource
  readonly columns: string
  readonly state: BatchState
  readonly error_code: ErrorCode | null
  readonly error_message: string | null
}

interface RowRecord {
  readonly document_id: string
  readonly cells: string
  readonly state: 'waiting' | 'done' | 'failed'
  readonly answer: string | null
  readonly links: string
  readonly took_ms: number | null
  readonly error_code: ErrorCode | null
  readonly error_message: string | null
}

const placeSchema = z.object({ page: z.number(), passage: z.number() }) satisfies z.ZodType<PassagePlace>

/** What names a row of a table: its first cells with a text. */
const maxNameCells = 3
const maxNameLength = 120

function nameOf(cells: readonly string[]): string {
  const name = cells
    .filter((cell) => cell !== '')
    .slice(0, maxNameCells)
    .join(' · ')
    .replace(/\s+/g, ' ')
  return name.length <= maxNameLength ? name : `${name.slice(0, maxNameLength).replace(/[\uD800-\uDBFF]$/, '')}…`
}

export function createBatches(db: Database, index: SearchIndex): StoredBatches {
  // CROSS keeps the order: batches are few, and a conversation may have ten thousand messages.
  const select = (where: string) =>
    db.prepare<BatchRecord>(`
      SELECT message_id, conversation_id, source, columns, batches.state, batches.error_code, batches.error_message
      FROM batches CROSS JOIN messages ON messages.id = message_id WHERE ${where}`)
  const one = select('message_id = ?')
  const some = select('conversation_id = ? ORDER BY batches.sequence')
  const selectUnfinished = db.prepare<{ id: string }>(`
    SELECT message_id AS id FROM batches JOIN messages ON messages.id = message_id
      JOIN conversations ON conversations.id = conversation_id
    WHERE batches.state = 'running' AND trashed_at IS NULL ORDER BY batches.sequence`)
  const insert = db.prepare("INSERT INTO batches (message_id, source, columns, state) VALUES (?, ?, ?, 'running')")
  const insertRow = db.prepare('INSERT INTO batch_rows (batch_id, row, document_id, cells) VALUES (?, ?, ?, ?)')
  const selectRows = db.prepare<RowRecord>('SELECT * FROM batch_rows WHERE batch_id = ? ORDER BY row')
  const selectCells = db.prepare<{ cells: string }>('SELECT cells FROM batch_rows WHERE batch_id = ? AND row = ?')
  const selectAllCells = db.prepare<{ cells: string }>('SELECT cells FROM batch_rows WHERE batch_id = ? ORDER BY row')
  const update = db.prepare('UPDATE batches SET state = ?, error_code = ?, error_message = ? WHERE message_id = ?')
  const finishRow = db.prepare(`
    UPDATE batch_rows SET state = 'done', answer = ?, links = ?, took_ms = ?, error_code = NULL, error_message = NULL
    WHERE batch_id = ? AND row = ?`)
  const failRow = db.prepare(
    "UPDATE batch_rows SET state = 'failed', error_code = ?, error_message = ? WHERE batch_id = ? AND row = ?",
  )
  const retryRows = db.prepare(`
    UPDATE batch_rows SET state = 'waiting', error_code = NULL, error_message = NULL
    WHERE batch_id = ? AND state = 'failed'`)

  const revisions = new Map<string, number>()

  const toBatch = ({ message_id, conversation_id, source, state, error_code, error_message }: BatchRecord): Batch => ({
    messageId: message_id,
    conversationId: conversation_id,
    source,
    rows: selectRows.all(message_id).map(toRow),
    state,
    ...(error_code !== null && { error: { code: error_code, message: error_message ?? '' } }),
  })
  const recordOf = (messageId: string): BatchRecord => {
    const record = one.get(messageId)
    if (!record) throw new AppError('not-found', 'These answers no longer exist.')
    return record
  }
  const saveRow = (messageId: string, at: number, row: BatchRow | undefined) => {
    if (row?.state === 'done')
      finishRow.run(row.answer, JSON.stringify(row.links), Math.round(row.tookMs), messageId, at)
    if (row?.state === 'failed') failRow.run(row.error.code, row.error.message, messageId, at)
  }

  return {
    create: (messageId, source, columns, rows) =>
      db.transaction(() => {
        insert.run(messageId, source, JSON.stringify(columns))
        for (const [row, { documentId, cells }] of rows.entries())
          insertRow.run(messageId, row, documentId, JSON.stringify(cells))
        return toBatch(recordOf(messageId))
      }),
    get: (messageId) => toBatch(recordOf(messageId)),
    revision(messageId) {
      recordOf(messageId)
      return revisions.get(messageId) ?? 0
    },
    ofConversation: (conversationId) => some.all(conversationId).map(toBatch),
    unfinished: () => selectUnfinished.all().map(({ id }) => id),
    save(batch, event) {
      const { messageId, state, error } = batch
      revisions.set(messageId, (revisions.get(messageId) ?? 0) + 1)
      if (event.type === 'row-started' || event.type === 'row-text') return
      db.transaction(() => {
        recordOf(messageId)
        if ('row' in event) saveRow(messageId, event.row, batch.rows[event.row])
        if (event.type === 'failed-retried') retryRows.run(messageId)
        update.run(state, error?.code ?? null, error?.message ?? null, messageId)
        // Not after each row, which would index all answers again each time.
        if (state !== 'running') index.addMessage(messageId)
      })
    },
    columns: (messageId) => readTexts(recordOf(messageId).columns),
    cells: (messageId, row) => readTexts(selectCells.get(messageId, row)?.cells ?? '[]'),
    allCells: (messageId) => selectAllCells.all(messageId).map(({ cells }) => readTexts(cells)),
  }
}

function toRow(row: RowRecord): BatchRow {
  return { name: nameOf(readTexts(row.cells)), documentId: row.document_id, ...stateOf(row) }
}

function stateOf({ state, answer, links, took_ms, error_code, error_message }: RowRecord): RowState {
  if (state === 'done')
    return { state, answer: answer ?? '', links: readArray(placeSchema, links), tookMs: took_ms ?? 0 }
  if (state === 'waiting') return { state }
  const error: BatchError = { code: error_code ?? 'unknown', message: error_message ?? '' }
  return { state, error }
}
