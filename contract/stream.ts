import { AppError, type Result, toFailure } from './errors.js'

/** The events since the last packet, and `end` in the last one. */
export interface Packet<T> {
  readonly events: readonly T[]
  readonly end?: Result<null>
}

/** The part of a MessagePort that a stream needs; ports of the DOM, Electron and Node are adapted to it. */
export interface Port<Out, In> {
  post(message: Out): void
  onMessage(listener: (message: In) => void): void
  /** Calls the listener once when the other end closes or its process dies. */
  onClose(listener: () => void): void
  close(): void
}

/** `stop` asks the source to end; the reader still wants its events until then. */
export type Acknowledgement = 'taken' | 'stop'

/**
 * Sends `source` over `port` with one packet in flight.
 *
 * Never pauses the source: events wait here until the last packet is acknowledged, so that a slow reader causes larger
 * packets and not a slower model. Aborts the source on `stop` and when the port closes. Resolves when the source ends.
 * @param pack makes the events of a packet fewer
 */
export async function sendStream<T>(
  port: Port<Packet<T>, Acknowledgement>,
  source: (signal: AbortSignal) => AsyncIterable<T>,
  pack: (events: readonly T[]) => readonly T[] = (events) => events,
): Promise<void> {
  const aborter = new AbortController()
  let waiting: T[] = []
  let end: Result<null> | undefined
  let isInFlight = false
  let isEndPosted = false
  let isClosed = false

  const flush = () => {
    if (isInFlight || isEndPosted || isClosed || (waiting.length === 0 && !end)) return
    const events = pack(waiting)
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
 * Receives what `sendStream` sends: calls `onPacket` with each packet and acknowledges it when the promise resolves.
 * `onPacket` gets exactly one packet with an `end`, unless the returned cancel function is called or a promise rejects.
 * `gone` ends a stream whose sender died.
 */
export function receiveStream<T>(
  port: Port<Acknowledgement, Packet<T>>,
  onPacket: (packet: Packet<T>) => Promise<void>,
  gone: Extract<Result<null>, { ok: false }>,
): () => void {
  let isOver = false
  let work: Promise<void> = Promise.resolve()

  const take = async (packet: Packet<T>) => {
    if (isOver) return
    if (packet.end) isOver = true
    await onPacket(packet)
    if (packet.end) port.close()
    else if (!isOver) port.post('taken')
  }
  const enqueue = (packet: Packet<T>) => {
    work = work.then(() => take(packet)).catch(() => cancel())
  }
  const cancel = () => {
    isOver = true
    port.close()
  }
  port.onMessage(enqueue)
  port.onClose(() => enqueue({ events: [], end: gone }))
  return cancel
}

/** How to ask a sender to end its source, and the deadline for that. */
export interface Stopping {
  readonly ask: () => void
  readonly withinMs: number
}

/**
 * Iterates over the packets of a stream. Leaving the loop cancels it; so does aborting. With `stopping`, aborting asks
 * the sender to end the stream and still yields its last events, up to the deadline.
 */
export async function* readPackets<T>(
  open: (onPacket: (packet: Packet<T>) => Promise<void>) => () => void,
  signal: AbortSignal,
  stopping?: Stopping,
): AsyncGenerator<readonly T[]> {
  let deliver: (packet: Packet<T>) => void = () => {}
  let taken: () => void = () => {}
  const nextPacket = () =>
    new Promise<Packet<T>>((resolve) => {
      deliver = resolve
    })
  let next = nextPacket()
  const cancel = open(
    (packet) =>
      new Promise<void>((resolve) => {
        taken = resolve
        deliver(packet)
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
      const packet = await next
      next = nextPacket()
      // `cut` has no effect on a packet that arrived but was not read yet.
      if (isCut) return
      if (packet.events.length > 0) yield packet.events
      if (packet.end) {
        taken()
        if (!packet.end.ok) throw new AppError(packet.end.code, packet.end.message)
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
