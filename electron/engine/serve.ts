import type { ParentPort } from 'electron'
import type { EngineMessage, EngineReply, EngineRequests, EngineStreams } from '../../contract/engine.js'
import { type Result, toFailure } from '../../contract/errors.js'
import { adaptMainPort } from '../../contract/main-port.js'
import { type Acknowledgement, type Packet, sendStream } from '../../contract/stream.js'
import type { Engine } from './engine.js'

type Sources = {
  readonly [K in keyof EngineStreams]: (
    request: EngineStreams[K]['request'],
    signal: AbortSignal,
  ) => AsyncIterable<EngineStreams[K]['event']>
}

/** Serves the requests and streams that main sends over `parent`. */
export function serve(parent: Pick<ParentPort, 'on' | 'postMessage'>, engine: Engine): void {
  const sources: Sources = {
    load: (request) => engine.load(request),
    generate: (request, signal) => engine.generate(request, signal),
    weigh: (request, signal) => engine.weigh(request, signal),
  }
  const answers: EngineRequests = {
    inspect: (folder, adapter) => engine.inspect(folder, adapter),
    readConfig: (json) => engine.readConfig(json),
    countTokens: (texts) => engine.countTokens(texts),
    countPrompt: (request) => engine.countPrompt(request),
    touchedBytes: (contextTokens) => engine.touchedBytes(contextTokens),
    showPrompt: (request) => engine.showPrompt(request),
    canary: () => engine.canary(),
    answerNow: () => engine.answerNow(),
    ping: () => engine.ping(),
  }

  const answer = async ({ id, name, args }: Extract<EngineMessage, { type: 'request' }>) => {
    const ask = answers[name] as (...args: readonly unknown[]) => Promise<unknown>
    const result: Result<unknown> = await ask(...args).then((value) => ({ ok: true, value }) as const, toFailure)
    parent.postMessage({ type: 'answer', id, result } satisfies EngineReply)
  }

  parent.on('message', ({ data, ports }) => {
    const message = data as EngineMessage
    if (message.type === 'request') return void answer(message)
    const [port] = ports
    if (!port) throw new Error(`The stream ${message.name} came without a port.`)
    // The compiler can't match a name with its request; main's types already did.
    const source = sources[message.name] as (request: unknown, signal: AbortSignal) => AsyncIterable<unknown>
    void sendStream(adaptMainPort<Packet<unknown>, Acknowledgement>(port), (signal) => source(message.request, signal))
  })
}
