import { type Batch, type BatchEvent, nextRow, type RowAnswer } from '../../../../contract/batch.js'
import { toFailure } from '../../../../contract/errors.js'

/** A batch and where it is kept. */
export interface RunningBatch {
  readonly current: Batch
  /** Stores an event, tells the windows and changes `current` before it returns. */
  apply(event: BatchEvent): void
}

/**
 * Asks the model about one row, in a context that has nothing else. Rejects on abort.
 * @param onText receives the whole text so far each time that it grows, or begins again
 */
export type AskAboutRow = (
  row: number,
  onText: (text: string) => void,
  signal: AbortSignal,
) => Promise<Pick<RowAnswer, 'answer' | 'links'>>

/**
 * Works on the rows of a batch one after another, until none is left or the batch stops. A row that fails does not stop the
 * others, unless they would fail as well. Returns on abort, in the middle of a row.
 */
export async function runBatch(batch: RunningBatch, ask: AskAboutRow, signal: AbortSignal): Promise<void> {
  for (let row = nextRow(batch.current); row !== undefined; row = nextRow(batch.current)) {
    batch.apply({ type: 'row-started', row })
    const event = await askAbout(row, batch, ask, signal)
    if (signal.aborted) return
    batch.apply(event)
  }
}

async function askAbout(row: number, batch: RunningBatch, ask: AskAboutRow, signal: AbortSignal): Promise<BatchEvent> {
  const started = performance.now()
  let length = 0
  const onText = (text: string) => {
    if (signal.aborted) return
    if (text.length < length) {
      batch.apply({ type: 'row-started', row })
      length = 0
    }
    if (text.length > length) batch.apply({ type: 'row-text', row, text: text.slice(length) })
    length = text.length
  }
  try {
    const { answer, links } = await ask(row, onText, signal)
    return { type: 'row-done', row, answer, links, tookMs: Math.round(performance.now() - started) }
  } catch (error) {
    const { code, message } = toFailure(error)
    return { type: 'row-failed', row, error: { code, message } }
  }
}
