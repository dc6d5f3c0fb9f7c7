import type { PassagePlace } from './documents.js'
import type { ErrorCode } from './errors.js'

/** What a batch asks about, one after another: each of its documents, or each row of a table. */
export type BatchSource = 'documents' | 'table'

/** One thing that the prompt of a batch is asked about. */
export interface BatchItem {
  /** The name of the document, or the first cells of the row. */
  readonly name: string
  /** The document itself, or the one with the table. */
  readonly documentId: string
}

/** `text` is the answer so far. */
export type RowState =
  | { readonly state: 'waiting' }
  | { readonly state: 'running'; readonly text: string }
  | RowAnswer
  | { readonly state: 'failed'; readonly error: BatchError }

export interface RowAnswer {
  readonly state: 'done'
  readonly answer: string
  /** The passages of the document that the answer cites. */
  readonly links: readonly PassagePlace[]
  readonly tookMs: number
}

export interface BatchError {
  readonly code: ErrorCode
  readonly message: string
}

/** An item with its answer. */
export type BatchRow = BatchItem & RowState

/** `failed`: no row could go on. Rows that failed alone don't keep a batch from being `done`. */
export type BatchState = 'running' | 'paused' | 'cancelled' | 'failed' | 'done'

/** One prompt over many items, each with a clean context. The message that it belongs to has the prompt. */
export interface Batch {
  readonly messageId: string
  readonly conversationId: string
  readonly source: BatchSource
  readonly rows: readonly BatchRow[]
  readonly state: BatchState
  /** Only in state `failed`. */
  readonly error?: BatchError
}

/** What happens to a batch. Main stores each event, and windows apply it to what they have. `row` counts from 0. */
export type BatchEvent =
  /** Also when a row begins again, because the engine died. */
  | { readonly type: 'row-started'; readonly row: number }
  /** The next piece of the answer. */
  | { readonly type: 'row-text'; readonly row: number; readonly text: string }
  | ({ readonly type: 'row-done'; readonly row: number } & Omit<RowAnswer, 'state'>)
  | { readonly type: 'row-failed'; readonly row: number; readonly error: BatchError }
  | { readonly type: 'paused' }
  | { readonly type: 'cancelled' }
  /** No row could go on. */
  | { readonly type: 'failed'; readonly error: BatchError }
  | { readonly type: 'resumed' }
  /** Also resumes. */
  | { readonly type: 'failed-retried' }

/** Each other row would fail as well, so they wait. */
const stoppingCodes: ReadonlySet<ErrorCode> = new Set([
  'disk-full',
  'engine-failed',
  'engine-version',
  'model-incomplete',
  'model-invalid',
  'model-missing',
  'model-unsupported',
  'out-of-memory',
  'store-damaged',
])

const waiting = { state: 'waiting' } as const

/** The row to work on; undefined when the batch is not running, or already has a running row. */
export function nextRow({ state, rows }: Batch): number | undefined {
  if (state !== 'running' || rows.some((row) => row.state === 'running')) return undefined
  const next = rows.findIndex((row) => row.state === 'waiting')
  return next < 0 ? undefined : next
}

/** The batch after an event. Events about a row that is not running change nothing: they come from before a pause. */
export function afterEvent(batch: Batch, event: BatchEvent): Batch {
  switch (event.type) {
    case 'row-started': {
      const starts = nextRow(batch) === event.row || runningRow(batch, event.row) !== undefined
      return starts ? withRow(batch, event.row, { state: 'running', text: '' }) : batch
    }
    case 'row-text': {
      const row = runningRow(batch, event.row)
      return row ? withRow(batch, event.row, { state: 'running', text: row.text + event.text }) : batch
    }
    case 'row-done': {
      if (!runningRow(batch, event.row)) return batch
      const { answer, links, tookMs } = event
      return finished(withRow(batch, event.row, { state: 'done', answer, links, tookMs }))
    }
    case 'row-failed': {
      if (!runningRow(batch, event.row)) return batch
      const { error } = event
      if (stoppingCodes.has(error.code)) return stopped(batch, 'failed', error)
      return finished(withRow(batch, event.row, { state: 'failed', error }))
    }
    case 'paused':
      return batch.state === 'running' ? stopped(batch, 'paused') : batch
    case 'cancelled':
      return batch.state === 'done' ? batch : stopped(batch, 'cancelled')
    case 'failed':
      return batch.state === 'running' ? stopped(batch, 'failed', event.error) : batch
    case 'resumed':
      return resumed(batch)
    case 'failed-retried':
      return resumed({ ...batch, rows: batch.rows.map((row) => (row.state === 'failed' ? waitingAgain(row) : row)) })
  }
}

function runningRow({ rows }: Batch, at: number) {
  const row = rows[at]
  return row?.state === 'running' ? row : undefined
}

const withRow = (batch: Batch, at: number, state: RowState): Batch => ({
  ...batch,
  rows: batch.rows.map((row, index) => (index === at ? { ...itemOf(row), ...state } : row)),
})

const itemOf = ({ name, documentId }: BatchRow): BatchItem => ({ name, documentId })
const waitingAgain = (row: BatchRow): BatchRow => ({ ...itemOf(row), ...waiting })

/** A row that was running waits again. */
function stopped({ error: _, ...batch }: Batch, state: BatchState, error?: BatchError): Batch {
  const rows = batch.rows.map((row) => (row.state === 'running' ? waitingAgain(row) : row))
  return { ...batch, rows, state, ...(error && { error }) }
}

const resumed = (batch: Batch): Batch => finished(stopped(batch, 'running'))

const finished = (batch: Batch): Batch =>
  batch.rows.every(({ state }) => state === 'done' || state === 'failed') ? { ...batch, state: 'done' } : batch

/** How many rows are in each state. */
export function countRows({ rows }: Pick<Batch, 'rows'>): Readonly<Record<RowState['state'], number>> {
  const counts = { waiting: 0, running: 0, done: 0, failed: 0 }
  for (const { state } of rows) counts[state]++
  return counts
}
