import type { ErrorCode } from '../../../../contract/errors.js'

/** One thing that the prompt of a batch is asked about: a file, or a row of a table. */
export interface BatchItem {
  /** Of the source, in the order of `Batch.columns`: the name of the file, or the cells of the row. */
  readonly cells: readonly string[]
}

/** Every item is in exactly one of these states. */
export type ItemState =
  | { readonly state: 'waiting' }
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly answer: string; readonly tookMs: number }
  | { readonly state: 'failed'; readonly error: { readonly code: ErrorCode; readonly message: string } }

export type BatchRow = BatchItem & ItemState

/** One prompt over many items, each with a clean context. */
export interface Batch {
  readonly prompt: string
  /** What the cells of each item are. */
  readonly columns: readonly string[]
  readonly rows: readonly BatchRow[]
  /** `stopped`: by the user, or because no item could go on. Its rows stay as they are. */
  readonly state: 'running' | 'stopped' | 'done'
  /** Why a batch stopped by itself. */
  readonly error?: { readonly code: ErrorCode; readonly message: string }
}

/** What happens to a batch. `row` counts from 0. */
export type BatchEvent =
  | { readonly type: 'row-started'; readonly row: number }
  | { readonly type: 'row-done'; readonly row: number; readonly answer: string; readonly tookMs: number }
  | { readonly type: 'row-failed'; readonly row: number; readonly error: NonNullable<Batch['error']> }
  /** By the user, or by the end of the app. */
  | { readonly type: 'stopped' }
  | { readonly type: 'resumed' }
  /** Also resumes. */
  | { readonly type: 'failed-retried' }

/** Each other item would fail as well, so they wait. */
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

export const newBatch = (prompt: string, columns: readonly string[], items: readonly BatchItem[]): Batch => ({
  prompt,
  columns,
  rows: items.map(({ cells }) => ({ cells, ...waiting })),
  state: items.length > 0 ? 'running' : 'done',
})

/** The row to work on; undefined when the batch is stopped, done, or already has a running row. */
export function nextRow({ state, rows }: Batch): number | undefined {
  if (state !== 'running' || rows.some((row) => row.state === 'running')) return undefined
  const next = rows.findIndex((row) => row.state === 'waiting')
  return next < 0 ? undefined : next
}

/** The batch after an event. Events about a row that is not running change nothing: they come from before a stop. */
export function afterEvent(batch: Batch, event: BatchEvent): Batch {
  switch (event.type) {
    case 'row-started':
      return nextRow(batch) === event.row ? withRow(batch, event.row, { state: 'running' }) : batch
    case 'row-done': {
      if (!isRunning(batch, event.row)) return batch
      const { answer, tookMs } = event
      return finished(withRow(batch, event.row, { state: 'done', answer, tookMs }))
    }
    case 'row-failed': {
      if (!isRunning(batch, event.row)) return batch
      const { error } = event
      if (stoppingCodes.has(error.code)) return { ...withRow(batch, event.row, waiting), state: 'stopped', error }
      return finished(withRow(batch, event.row, { state: 'failed', error }))
    }
    case 'stopped':
      return batch.state === 'running' ? { ...withoutRunning(batch), state: 'stopped' } : batch
    case 'resumed':
      return resumed(batch)
    case 'failed-retried':
      return resumed({
        ...batch,
        rows: batch.rows.map((row) => (row.state === 'failed' ? { cells: row.cells, ...waiting } : row)),
      })
  }
}

const isRunning = ({ rows }: Batch, row: number) => rows[row]?.state === 'running'

const withRow = (batch: Batch, at: number, state: ItemState): Batch => ({
  ...batch,
  rows: batch.rows.map((row, index) => (index === at ? { cells: row.cells, ...state } : row)),
})

const withoutRunning = (batch: Batch): Batch => ({
  ...batch,
  rows: batch.rows.map((row) => (row.state === 'running' ? { cells: row.cells, ...waiting } : row)),
})

/** Also after a kill, which left a row running. */
function resumed({ error: _, ...batch }: Batch): Batch {
  return finished({ ...withoutRunning(batch), state: 'running' })
}

const finished = (batch: Batch): Batch =>
  batch.rows.every(({ state }) => state === 'done' || state === 'failed') ? { ...batch, state: 'done' } : batch

/** How many rows are in each state. */
export function countRows({ rows }: Batch): Readonly<Record<ItemState['state'], number>> {
  const counts = { waiting: 0, running: 0, done: 0, failed: 0 }
  for (const { state } of rows) counts[state]++
  return counts
}
