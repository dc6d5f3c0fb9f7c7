import type { MessagePortMain } from 'electron'
import type { EngineMessage, EngineReply, EngineRequests, EngineStreams } from '../../contract/engine.js'
import { AppError, type Result, toFailure } from '../../contract/errors.js'
import { type Acknowledgement, type Batch, type Port, sendStream } from '../../contract/stream.js'
import { Engine } from './engine.js'
import { openAddon } from './native-engine.js'
import { preflight } from './preflight.js'

type Sources = {
  readonly [K in keyof EngineStreams]: (
    request: EngineStreams[K]['request'],
    signal: AbortSignal,
  ) => AsyncIterable<EngineStreams[K]['event']>
}

const engine = new Engine({ openAddon: () => openAddon(addonPath()), preflight })

const sources: Sources = {
  load: (request) => engine.load(request),
  generate: (request, signal) => engine.generate(request, signal),
}

const answers: EngineRequests = {
  countTokens: (texts) => engine.countTokens(texts),
  countPrompt: (request) => engine.countPrompt(request),
  ping: () => engine.ping(),
}

process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)

process.parentPort.on('message', ({ data, ports }) => {
  const message = data as EngineMessage
  if (message.type === 'request') void answer(message)
  else openStream(message, ports)
})

function openStream({ name, request }: Extract<EngineMessage, { type: 'stream' }>, ports: readonly MessagePortMain[]) {
  const [port] = ports
  if (!port) throw new Error(`The stream ${name} came without a port.`)
  // The compiler can't pair a name with its own request; the names come from the same table.
  const source = sources[name] as (request: unknown, signal: AbortSignal) => AsyncIterable<unknown>
  void sendStream(adapt(port), (signal) => source(request, signal))
}

async function answer({ id, name, args }: Extract<EngineMessage, { type: 'request' }>): Promise<void> {
  const ask = answers[name] as (...args: readonly unknown[]) => Promise<unknown>
  const result: Result<unknown> = await ask(...args).then((value) => ({ ok: true, value }) as const, toFailure)
  process.parentPort.postMessage({ type: 'answer', id, result } satisfies EngineReply)
}

function adapt(port: MessagePortMain): Port<Batch<unknown>, Acknowledgement> {
  return {
    post: (batch) => port.postMessage(batch),
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  }
}

function addonPath(): string {
  const path = process.env['PARLEY_NATIVE']
  if (!path) throw new AppError('engine-failed', 'PARLEY_NATIVE does not name the engine’s addon.')
  return path
}

function fail(error: unknown): never {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`engine: ${message.replaceAll('\n', ' | ')}\n`)
  process.exit(1)
}
