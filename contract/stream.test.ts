import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from './errors.js'
import { type Acknowledgement, type Packet, type Port, readPackets, receiveStream, sendStream } from './stream.js'

const gone = { ok: false, code: 'engine-gone', message: 'The engine stopped.' } as const

/** fast-check chooses the order of a test's tasks. */
type Scheduler = fc.Scheduler<unknown>

/** A channel whose scheduler decides when a message is delivered; each direction keeps its order. */
function fakeChannel(scheduler: Scheduler) {
  let isOpen = true
  let posts = 0
  const end = <Out, In>() => {
    const inbox: In[] = []
    const listeners: ((message: In) => void)[] = []
    const closers: (() => void)[] = []
    return { inbox, listeners, closers, out: undefined as Out | undefined }
  }
  const sender = end<Packet<number>, Acknowledgement>()
  const reader = end<Acknowledgement, Packet<number>>()
  const deliver = <M>(to: { inbox: M[]; listeners: ((message: M) => void)[] }, message: M, label: string) => {
    to.inbox.push(message)
    void scheduler.schedule(Promise.resolve(), label).then(() => {
      const next = to.inbox.shift()
      if (next !== undefined) for (const listener of to.listeners) listener(next)
    })
  }
  /** Messages that were posted before are delivered before the close. */
  const close = () => {
    if (!isOpen) return
    isOpen = false
    for (const at of [sender, reader]) {
      void scheduler.schedule(Promise.resolve(), 'close').then(() => {
        for (const closer of at.closers) closer()
      })
    }
  }
  const senderPort: Port<Packet<number>, Acknowledgement> = {
    post: (packet) => {
      posts++
      if (isOpen) deliver(reader, packet, 'packet')
    },
    onMessage: (listener) => sender.listeners.push(listener),
    onClose: (listener) => sender.closers.push(listener),
    close,
  }
  const readerPort: Port<Acknowledgement, Packet<number>> = {
    post: (message) => {
      if (isOpen) deliver(sender, message, 'acknowledgement')
    },
    onMessage: (listener) => reader.listeners.push(listener),
    onClose: (listener) => reader.closers.push(listener),
    close,
  }
  return { senderPort, readerPort, close, posts: () => posts }
}

interface Outcome {
  readonly events: number[]
  readonly ends: NonNullable<Packet<number>['end']>[]
  readonly maxInFlight: number
  readonly isAborted: boolean
  readonly isSourceOver: boolean
  readonly eventsAtCancel: number | undefined
  readonly endsAtCancel: number
}

/** Sends one stream of `count` events; the scheduler chooses the order of deliveries. */
async function play(
  scheduler: Scheduler,
  count: number,
  failure: AppError | undefined,
  disturb: 'nothing' | 'cancel' | 'death',
): Promise<Outcome> {
  const channel = fakeChannel(scheduler)
  const events: number[] = []
  const ends: NonNullable<Packet<number>['end']>[] = []
  let inFlight = 0
  let maxInFlight = 0
  let signal: AbortSignal | undefined
  let isSourceOver = false
  let eventsAtCancel: number | undefined
  let endsAtCancel = 0

  const cancel = receiveStream(
    channel.readerPort,
    async (packet) => {
      maxInFlight = Math.max(maxInFlight, ++inFlight)
      events.push(...packet.events)
      if (packet.end) ends.push(packet.end)
      await scheduler.schedule(Promise.resolve(), 'reading a packet')
      inFlight--
    },
    gone,
  )
  const sent = sendStream(channel.senderPort, async function* (given) {
    signal = given
    try {
      for (let event = 0; event < count; event++) {
        await scheduler.schedule(Promise.resolve(), 'making an event')
        yield event
      }
      if (failure) throw failure
    } finally {
      isSourceOver = true
    }
  })
  if (disturb !== 'nothing') {
    void scheduler.schedule(Promise.resolve(), disturb).then(() => {
      eventsAtCancel = events.length
      endsAtCancel = ends.length
      if (disturb === 'cancel') cancel()
      else channel.close()
    })
  }
  await scheduler.waitIdle()
  await sent
  await scheduler.waitIdle()
  return {
    events,
    ends,
    maxInFlight,
    isAborted: signal?.aborted ?? false,
    isSourceOver,
    eventsAtCancel,
    endsAtCancel,
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)
const counts = fc.integer({ min: 0, max: 12 })
const failures = fc.constantFrom(undefined, new AppError('context-full', 'Full.'))

test('every event arrives once, in order, then one end with the source’s own code', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), counts, failures, async (scheduler, count, failure) => {
      const { events, ends, maxInFlight } = await play(scheduler, count, failure, 'nothing')
      expect(events).toEqual(upTo(count))
      expect(ends).toEqual([
        failure ? { ok: false, code: 'context-full', message: 'Full.' } : { ok: true, value: null },
      ])
      expect(maxInFlight).toBeLessThanOrEqual(1)
    }),
    { numRuns: 1_500 },
  )
})

test('a reader that cancels gets no more packets, and the source ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), counts, failures, async (scheduler, count, failure) => {
      const outcome = await play(scheduler, count, failure, 'cancel')
      expect(outcome.events).toEqual(upTo(outcome.eventsAtCancel ?? -1))
      expect(outcome.ends).toHaveLength(outcome.endsAtCancel)
      expect(outcome.isSourceOver).toBe(true)
      expect(outcome.isAborted).toBe(true)
    }),
    { numRuns: 1_500 },
  )
})

test('when the channel closes the reader keeps its events and gets exactly one end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), counts, failures, async (scheduler, count, failure) => {
      const { events, ends, isSourceOver, maxInFlight } = await play(scheduler, count, failure, 'death')
      expect(maxInFlight).toBeLessThanOrEqual(1)
      expect(events).toEqual(upTo(events.length))
      expect(ends).toHaveLength(1)
      if (events.length < count) expect(ends).toEqual([gone])
      expect(isSourceOver).toBe(true)
    }),
    { numRuns: 1_500 },
  )
})

test('an event that can’t be posted ends the stream with a failure', async () => {
  const posted: Packet<unknown>[] = []
  let acknowledge = () => {}
  await sendStream<unknown>(
    {
      post: (packet) => posted.push(structuredClone(packet)),
      onMessage: (listener) => {
        acknowledge = () => listener('taken')
      },
      onClose: () => {},
      close: () => {},
    },
    async function* () {
      yield 1
      acknowledge()
      yield () => {}
    },
  )
  expect(posted.at(-1)?.end).toMatchObject({ ok: false })
})

function adapt<Out, In>(port: NodePort): Port<Out, In> {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  }
}

/** A stream over a real channel. `read` is called for each packet and may take its time. */
function overChannel(
  source: (signal: AbortSignal) => AsyncIterable<number>,
  read: (packet: Packet<number>, close: { reader: () => void; sender: () => void }) => Promise<void> | void,
): Promise<Packet<number>[]> {
  const { port1, port2 } = new MessageChannel()
  const packets: Packet<number>[] = []
  return new Promise((resolve) => {
    const cancel = receiveStream<number>(
      adapt(port1),
      async (packet) => {
        packets.push(packet)
        await read(packet, { reader: cancel, sender: () => port2.close() })
        if (packet.end) resolve(packets)
      },
      gone,
    )
    void sendStream(adapt<Packet<number>, Acknowledgement>(port2), source)
  })
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

test('a burst of 20,000 events does not wait for a slow reader', async () => {
  let isSourceOver = false
  let release = () => {}
  const firstRead = new Promise<void>((resolve) => {
    release = resolve
  })
  const packets = await overChannel(
    async function* () {
      yield* upTo(20_000)
      isSourceOver = true
      release()
    },
    () => (isSourceOver ? undefined : firstRead),
  )
  expect(packets.flatMap((packet) => packet.events)).toEqual(upTo(20_000))
  expect(packets.length).toBeLessThanOrEqual(3)
})

test('events that wait while a packet is in flight arrive before a later error', async () => {
  const packets = await overChannel(async function* () {
    yield 0
    await nextTurn()
    yield 1
    yield 2
    throw new AppError('out-of-memory', 'No memory.')
  }, nextTurn)
  expect(packets.flatMap((packet) => packet.events)).toEqual([0, 1, 2])
  expect(packets.at(-1)?.end).toEqual({ ok: false, code: 'out-of-memory', message: 'No memory.' })
})

test('cancelling over a real channel ends even a source that ignores its signal', async () => {
  await new Promise<void>((resolve) => {
    void overChannel(
      async function* () {
        try {
          for (let event = 0; ; event++) {
            yield event
            await nextTurn()
          }
        } finally {
          resolve()
        }
      },
      (packet, close) => {
        if (packet.events.includes(3)) close.reader()
      },
    )
  })
})

test('a sender that dies over a real channel ends the stream with `gone`', async () => {
  const packets = await overChannel(
    async function* (signal) {
      for (let event = 0; !signal.aborted; event++) {
        yield event
        await nextTurn()
      }
    },
    (packet, close) => {
      if (packet.events.includes(3)) close.sender()
    },
  )
  expect(packets.at(-1)).toEqual({ events: [], end: gone })
})

/** Starts `readPackets` on packets that the test delivers. */
function handmade(signal: AbortSignal) {
  let onPacket: (packet: Packet<number>) => Promise<void> = async () => {}
  let isCancelled = false
  const packets = readPackets<number>((given) => {
    onPacket = given
    return () => {
      isCancelled = true
    }
  }, signal)
  return { packets, deliver: (packet: Packet<number>) => onPacket(packet), isCancelled: () => isCancelled }
}

test('an iterated stream acknowledges a packet only when the loop asks for the next', async () => {
  const { packets, deliver } = handmade(new AbortController().signal)
  const first = packets.next()
  let isTaken = false
  const taken = deliver({ events: [1] }).then(() => {
    isTaken = true
  })
  expect((await first).value).toEqual([1])
  await nextTurn()
  expect(isTaken).toBe(false)
  const second = packets.next()
  await taken
  void deliver({ events: [2], end: { ok: true, value: null } })
  expect((await second).value).toEqual([2])
  expect((await packets.next()).done).toBe(true)
})

test('an abort between the arrival of a packet and its reading is not lost', async () => {
  const aborter = new AbortController()
  const { packets, deliver, isCancelled } = handmade(aborter.signal)
  const first = packets.next()
  void deliver({ events: [1] })
  aborter.abort()
  await first
  const second = packets.next()
  expect(await Promise.race([second.then(({ done }) => done), nextTurn()])).toBe(true)
  expect(isCancelled()).toBe(true)
})

test('leaving the loop cancels the stream, and a failure is thrown after the last events', async () => {
  const left = handmade(new AbortController().signal)
  const first = left.packets.next()
  void left.deliver({ events: [1] })
  await first
  await left.packets.return(undefined)
  expect(left.isCancelled()).toBe(true)

  const failing = handmade(new AbortController().signal)
  const last = failing.packets.next()
  void failing.deliver({ events: [1], end: gone })
  expect((await last).value).toEqual([1])
  await expect(failing.packets.next()).rejects.toMatchObject({ code: 'engine-gone' })
})
