import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads'
import type { MessagePortMain, ParentPort } from 'electron'
import { expect, test } from 'vitest'
import type { EngineMessage, EngineReply, GenerateEvent } from '../../contract/engine.js'
import { AppError } from '../../contract/errors.js'
import { type Acknowledgement, type Packet, readPackets, receiveStream } from '../../contract/stream.js'
import type { Engine } from './engine.js'
import { serve } from './serve.js'

/** Wraps a Node port as an Electron port: messages are events with `data`, and arrive only after `start`. */
function asMain(port: NodePort): MessagePortMain {
  const events = new EventEmitter()
  port.on('close', () => events.emit('close'))
  return Object.assign(events, {
    postMessage: (message: unknown) => port.postMessage(message),
    start: () => port.on('message', (data: unknown) => events.emit('message', { data })),
    close: () => port.close(),
  }) as unknown as MessagePortMain
}

const pulse = { phase: 'decode', steps: 7, sinceMs: 12, expectedMs: null } as const

function begin(engine: Partial<Engine>) {
  const parent = new EventEmitter()
  const replies = new EventEmitter()
  const postMessage = (reply: EngineReply) => void replies.emit(String(reply.id), reply.result)
  serve(Object.assign(parent, { postMessage }) as unknown as ParentPort, engine as Engine)
  return {
    ask: (message: Extract<EngineMessage, { type: 'request' }>) =>
      new Promise((resolve) => {
        replies.once(String(message.id), resolve)
        parent.emit('message', { data: message, ports: [] })
      }),
    generate: (signal: AbortSignal, withinMs?: number) => {
      const { port1, port2 } = new MessageChannel()
      const ask = () => port1.postMessage('stop')
      return readPackets<GenerateEvent>(
        (onPacket) => {
          const cancel = receiveStream<GenerateEvent>(
            {
              post: (message: Acknowledgement) => port1.postMessage(message),
              onMessage: (listener: (packet: Packet<GenerateEvent>) => void) => port1.on('message', listener),
              onClose: (listener) => port1.on('close', listener),
              close: () => port1.close(),
            },
            onPacket,
            { ok: false, code: 'engine-gone', message: 'Gone.' },
          )
          const data: EngineMessage = { type: 'stream', name: 'generate', request: {} }
          parent.emit('message', { data, ports: [asMain(port2)] })
          return cancel
        },
        signal,
        withinMs === undefined ? undefined : { ask, withinMs },
      )
    },
  }
}

test('the answer to a request has the same id, and a failure has its code', async () => {
  const { ask } = begin({
    ping: async () => pulse,
    countTokens: async (texts) => texts.map((text) => text.length),
    countPrompt: () => Promise.reject(new AppError('model-missing', 'No model is loaded.')),
  })
  const [count, failure, pong] = await Promise.all([
    ask({ type: 'request', id: 7, name: 'countTokens', args: [['a', 'bcd']] }),
    ask({ type: 'request', id: 8, name: 'countPrompt', args: [{}] }),
    ask({ type: 'request', id: 9, name: 'ping', args: [] }),
  ])
  expect(count).toEqual({ ok: true, value: [1, 3] })
  expect(failure).toEqual({ ok: false, code: 'model-missing', message: 'No model is loaded.' })
  expect(pong).toEqual({ ok: true, value: pulse })
})

test('the text and the failure of a stream reach main over the port', async () => {
  const { generate } = begin({
    async *generate() {
      yield { type: 'text', channel: 'answer', text: 'Hello' }
      throw new AppError('out-of-memory', 'No memory.')
    },
  })
  const events: GenerateEvent[] = []
  const read = async () => {
    for await (const packet of generate(new AbortController().signal)) events.push(...packet)
  }
  await expect(read()).rejects.toMatchObject({ code: 'out-of-memory' })
  expect(events).toEqual([{ type: 'text', channel: 'answer', text: 'Hello' }])
})

test('closing the port aborts the run', async () => {
  const aborter = new AbortController()
  const stopped = new Promise<void>((resolve) => {
    const { generate } = begin({
      async *generate(_, signal) {
        signal.addEventListener('abort', () => resolve())
        while (!signal.aborted) {
          yield { type: 'text', channel: 'answer', text: '.' }
          await new Promise((turn) => setImmediate(turn))
        }
      },
    })
    void (async () => {
      for await (const _ of generate(aborter.signal)) aborter.abort()
    })()
  })
  await stopped
})

/** An engine that counts until it is stopped, and then sends a last event. */
const counting: Partial<Engine> = {
  async *generate(_, signal) {
    for (let tokens = 1; !signal.aborted; tokens++) {
      yield { type: 'reasoning-progress', tokens }
      await new Promise((turn) => setImmediate(turn))
    }
    yield { type: 'reasoning-progress', tokens: -1 }
  },
}

test('a stopped stream ends by itself, and none of its events is lost', async () => {
  const aborter = new AbortController()
  const tokens: number[] = []
  for await (const packet of begin(counting).generate(aborter.signal, 60_000)) {
    for (const event of packet) if (event.type === 'reasoning-progress') tokens.push(event.tokens)
    if (tokens.includes(3)) aborter.abort()
  }
  expect(tokens).toEqual([...tokens.slice(0, -1).keys()].map((index) => index + 1).concat(-1))
})

test('a stopped stream that does not end in time is cut', async () => {
  const aborter = new AbortController()
  const isClosed = new Promise<void>((resolve) => {
    const stubborn: Partial<Engine> = {
      async *generate() {
        try {
          for (let tokens = 1; ; tokens++) {
            yield { type: 'reasoning-progress', tokens }
            await new Promise((turn) => setImmediate(turn))
          }
        } finally {
          resolve()
        }
      },
    }
    void (async () => {
      for await (const _ of begin(stubborn).generate(aborter.signal, 1)) aborter.abort()
    })()
  })
  await isClosed
})
