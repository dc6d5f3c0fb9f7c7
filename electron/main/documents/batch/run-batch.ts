import { toFailure } from '../../../../contract/errors.js'
import { afterEvent, type Batch, type BatchEvent, type BatchRow, nextRow } from './batch.js'

/** Where a batch is kept. */
export interface BatchStorage {
  load(): Batch
  /** Stores a change of the batch, and of the row that the event names, before it returns. */
  save(batch: Batch, event: BatchEvent): void
}

/** Asks the model about one row, in a context that has nothing else. Rejects on abort. */
export type AskAboutRow = (row: BatchRow, prompt: string, signal: AbortSignal) => Promise<string>

/**
 * Works on the rows of a running batch one after another, until none is left or the batch stops. A row that fails does not
 * stop the others, unless they would fail as well. After an abort the row that was running waits, and the batch is stopped.
 */
export async function runBatch(storage: BatchStorage, ask: AskAboutRow, signal: AbortSignal): Promise<void> {
  const apply = (event: BatchEvent) => storage.save(afterEvent(storage.load(), event), event)
  for (let row = nextRow(storage.load()); row !== undefined; row = nextRow(storage.load())) {
    if (signal.aborted) break
    apply({ type: 'row-started', row })
    const batch = storage.load()
    const started = performance.now()
    try {
      const answer = await ask(batch.rows[row] as BatchRow, batch.prompt, signal)
      apply({ type: 'row-done', row, answer, tookMs: performance.now() - started })
    } catch (error) {
      if (signal.aborted) break
      const { code, message } = toFailure(error)
      apply({ type: 'row-failed', row, error: { code, message } })
    }
  }
  if (signal.aborted) apply({ type: 'stopped' })
}
