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

/** `stop`: the source shall end, and what it says until then is still wanted. */
export type Acknowledgement = 'taken' | 'stop'

/**
 * Sends `source` over `port` with one batch in flight.
 *
 * The source is never paused: events wait here until the last batch is acknowledged, so a slow reader costs bigger
 * batches and not a slower model. Asked to stop, or when the port closes, it aborts the source. Resolves when the source has ended.
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
  let isClosed = false

  const flush = () => {
    if (isInFlight || isEndPosted || isClosed || (waiting.length === 0 && !end)) return
    const events = waiting
    waiting = []
    port.post(end ? { events, end } : { events })
    isInFlight = true
    isEndPosted = end !== undefined
  }
  port.onMessage((message) => {
    if (message === 'stop') return aborter.abort()
    isInFlight = false
    flush()
  })
  port.onClose(() => {
    isClosed = true
    aborter.abort()
  })

  try {
    for await (const event of source(aborter.signal)) {
      if (isClosed) break
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

/** How a sender is asked to end its source, and how long it has for that, in milliseconds. */
export interface Stopping {
  readonly ask: () => void
  readonly withinMs: number
}

/**
 * A stream as an async iterable of batches. Leaving the loop cancels it. Aborting does so too, or with `stopping` asks
 * the sender to end the stream by itself: what it says until then still comes, unless that takes too long.
 */
export async function* readBatches<T>(
  open: (onBatch: (batch: Batch<T>) => Promise<void>) => () => void,
  signal: AbortSignal,
  stopping?: Stopping,
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
  let isCut = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const cut = () => {
    isCut = true
    deliver({ events: [], end: { ok: true, value: null } })
  }
  const onAbort = () => {
    if (!stopping) return cut()
    stopping.ask()
    timer = setTimeout(cut, stopping.withinMs)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    while (true) {
      const batch = await next
      next = nextBatch()
      // A cut in the moment between a batch's arrival and this line found nobody waiting.
      if (isCut) return
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
    clearTimeout(timer)
    taken()
    cancel()
  }
}
