import { AppError, type Result, toFailure } from './errors.js'

/** What one end of a stream posts: events since the last batch, and the end when there is one. */
export interface Batch<T> {
  readonly events: readonly T[]
  readonly end?: Result<null>
}

/** The part of a MessagePort that a stream needs; DOM ports and Electron's and Node's ports are adapted to it. */
export interface Port<Out, In> {
  post(message: Out): void
  onMessage(listener: (message: In) => void): void
  /** Called once when the other end is closed or its process is gone. */
  onClose(listener: () => void): void
  close(): void
}

export type Acknowledgement = 'taken'

/**
 * Sends `source` over `port` with one batch in flight.
 *
 * The source is never paused: events wait here until the last batch is acknowledged, so a slow reader costs bigger
 * batches and not a slower model. Closing the port aborts the source. Resolves when the source has ended.
 */
export async function sendStream<T>(
  port: Port<Batch<T>, Acknowledgement>,
  source: (signal: AbortSignal) => AsyncIterable<T>,
): Promise<void> {
  const aborter = new AbortController()
  let waiting: T[] = []
  let end: Result<null> | undefined
  let isInFlight = false
  let isEndPosted = false

  const flush = () => {
    if (isInFlight || isEndPosted || aborter.signal.aborted || (waiting.length === 0 && !end)) return
    const events = waiting
    waiting = []
    port.post(end ? { events, end } : { events })
    isInFlight = true
    isEndPosted = end !== undefined
  }
  port.onMessage(() => {
    isInFlight = false
    flush()
  })
  port.onClose(() => aborter.abort())

  try {
    for await (const event of source(aborter.signal)) {
      if (aborter.signal.aborted) break
      waiting.push(event)
      flush()
    }
    end = { ok: true, value: null }
  } catch (error) {
    end = toFailure(error)
  }
  flush()
}

/**
 * The other end: hands each batch to `onBatch` and acknowledges it when the promise settles. `onBatch` gets exactly
 * one batch with an `end`, unless the returned cancel function was called; `gone` ends a stream whose sender died.
 */
export function receiveStream<T>(
  port: Port<Acknowledgement, Batch<T>>,
  onBatch: (batch: Batch<T>) => Promise<void>,
  gone: Extract<Result<null>, { ok: false }>,
): () => void {
  let isOver = false
  let work: Promise<void> = Promise.resolve()

  const take = async (batch: Batch<T>) => {
    if (isOver) return
    if (batch.end) isOver = true
    await onBatch(batch)
    if (batch.end) port.close()
    else if (!isOver) port.post('taken')
  }
  const enqueue = (batch: Batch<T>) => {
    work = work.then(() => take(batch)).catch(() => cancel())
  }
  const cancel = () => {
    isOver = true
    port.close()
  }
  port.onMessage(enqueue)
  port.onClose(() => enqueue({ events: [], end: gone }))
  return cancel
}

/** A stream as an async iterable of batches. Leaving the loop, or aborting, cancels it. */
export async function* readBatches<T>(
  open: (onBatch: (batch: Batch<T>) => Promise<void>) => () => void,
  signal: AbortSignal,
): AsyncGenerator<readonly T[]> {
  let deliver: (batch: Batch<T>) => void = () => {}
  let taken: () => void = () => {}
  const nextBatch = () =>
    new Promise<Batch<T>>((resolve) => {
      deliver = resolve
    })
  let next = nextBatch()
  const cancel = open(
    (batch) =>
      new Promise<void>((resolve) => {
        taken = resolve
        deliver(batch)
      }),
  )
  const onAbort = () => deliver({ events: [], end: { ok: true, value: null } })
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    while (true) {
      const batch = await next
      next = nextBatch()
      // An abort in the moment between a batch's arrival and this line found nobody waiting.
      if (signal.aborted) return
      if (batch.events.length > 0) yield batch.events
      if (batch.end) {
        taken()
        if (!batch.end.ok) throw new AppError(batch.end.code, batch.end.message)
        return
      }
      taken()
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    taken()
    cancel()
  }
}
