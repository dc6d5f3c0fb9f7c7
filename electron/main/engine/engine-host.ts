import { MessageChannelMain, type UtilityProcess, utilityProcess } from 'electron'
import type { ShownPrompt } from '../../../contract/context.js'
import type {
  EngineMessage,
  EngineReply,
  EngineRequests,
  EngineStreams,
  GenerateEvent,
  GenerateRequest,
} from '../../../contract/engine.js'
import { AppError, type ErrorCode, type Result, unwrap } from '../../../contract/errors.js'
import type { EngineStatus, Model } from '../../../contract/models.js'
import { type Acknowledgement, type Batch, readBatches, receiveStream } from '../../../contract/stream.js'
import { portOf } from '../ipc.js'
import { addonPath, bundlePath } from '../paths.js'
import type { EngineClient } from './engine-client.js'
import { RestartBreaker } from './restart-breaker.js'

const gone = {
  ok: false,
  code: 'engine-gone',
  message: 'The model stopped. Your text is saved. It is starting again.',
} as const

/** Keeps one engine process with one loaded model alive, and speaks with it. */
export class EngineHost implements EngineClient {
  #status: EngineStatus = { state: 'starting' }
  readonly #listeners = new Set<(status: EngineStatus) => void>()
  readonly #breaker = new RestartBreaker()
  readonly #model: EngineStreams['load']['request']
  #process: UtilityProcess | undefined
  #answers = new Map<number, (result: Result<unknown>) => void>()
  #nextId = 1
  #isStopped = false

  constructor(model: EngineStreams['load']['request']) {
    this.#model = model
  }

  get status(): EngineStatus {
    return this.#status
  }

  /** The engine's process id, for tests that kill it. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  start(): void {
    const child = utilityProcess.fork(bundlePath('engine', 'index.cjs'), [], {
      serviceName: 'Parley engine',
      stdio: 'inherit',
      env: engineEnvironment(),
    })
    this.#process = child
    child.on('message', (reply: EngineReply) => {
      this.#answers.get(reply.id)?.(reply.result)
      this.#answers.delete(reply.id)
    })
    child.on('exit', (code) => this.#onExit(child, code))
    child.once('spawn', () => void this.#load(child))
  }

  /** Starts again after `failed`, as the user asked. */
  restart(): void {
    if (this.#status.state !== 'failed') return
    this.#breaker.reset()
    this.#setStatus({ state: 'starting' })
    if (this.#process) this.#process.kill()
    else this.start()
  }

  /** Ends the process; memory surely comes back with it. */
  stop(): void {
    this.#isStopped = true
    this.#process?.kill()
  }

  ready(signal: AbortSignal): Promise<Model> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        unsubscribe()
        signal.removeEventListener('abort', onAbort)
        act()
      }
      const onAbort = () => settle(() => reject(signal.reason))
      const look = (status: EngineStatus) => {
        if (status.state === 'ready') settle(() => resolve(status.model))
        if (status.state === 'failed') settle(() => reject(new AppError(status.code, status.message)))
      }
      const unsubscribe = this.onStatus(look)
      signal.addEventListener('abort', onAbort, { once: true })
      if (signal.aborted) onAbort()
      else look(this.#status)
    })
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    for await (const batch of this.#open('generate', request, signal)) yield* batch
  }

  countTokens(texts: readonly string[]): Promise<readonly number[]> {
    return this.#ask('countTokens', texts)
  }

  countPrompt(request: GenerateRequest): Promise<number> {
    return this.#ask('countPrompt', request)
  }

  showPrompt(request: GenerateRequest): Promise<ShownPrompt> {
    return this.#ask('showPrompt', request)
  }

  #ask<K extends keyof EngineRequests>(
    name: K,
    ...args: Parameters<EngineRequests[K]>
  ): Promise<Awaited<ReturnType<EngineRequests[K]>>> {
    const child = this.#process
    if (!child) return Promise.reject(new AppError(gone.code, gone.message))
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#answers.set(id, (result) => {
        try {
          resolve(unwrap(result) as Awaited<ReturnType<EngineRequests[K]>>)
        } catch (error) {
          reject(error)
        }
      })
      child.postMessage({ type: 'request', id, name, args } satisfies EngineMessage)
    })
  }

  #open<K extends keyof EngineStreams>(
    name: K,
    request: EngineStreams[K]['request'],
    signal: AbortSignal,
  ): AsyncGenerator<readonly EngineStreams[K]['event'][]> {
    const child = this.#process
    return readBatches<EngineStreams[K]['event']>((onBatch) => {
      if (!child) {
        void onBatch({ events: [], end: gone })
        return () => {}
      }
      const { port1, port2 } = new MessageChannelMain()
      const cancel = receiveStream(portOf<Acknowledgement, Batch<EngineStreams[K]['event']>>(port1), onBatch, gone)
      child.postMessage({ type: 'stream', name, request } satisfies EngineMessage, [port2])
      return cancel
    }, signal)
  }

  async #load(child: UtilityProcess): Promise<void> {
    try {
      for await (const batch of this.#open('load', this.#model, new AbortController().signal)) {
        for (const event of batch) {
          if (event.type === 'ready') this.#setStatus({ state: 'ready', model: event.model })
          else this.#setStatus({ state: 'loading', doneBytes: event.done, totalBytes: event.total })
        }
      }
    } catch (error) {
      const code: ErrorCode = error instanceof AppError ? error.code : 'engine-failed'
      if (code === 'engine-gone') return // its exit is handled below
      this.#setStatus({ state: 'failed', code, message: error instanceof Error ? error.message : String(error) })
      if (this.#process === child) child.kill()
    }
  }

  #onExit(child: UtilityProcess, code: number): void {
    if (this.#process !== child) return
    this.#process = undefined
    for (const answer of this.#answers.values()) answer(gone)
    this.#answers.clear()
    if (this.#isStopped || this.#status.state === 'failed') return
    if (this.#breaker.trip(Date.now())) {
      this.#setStatus({
        state: 'failed',
        code: 'engine-failed',
        message: `The model stopped several times within five minutes (code ${code}). Your text is saved. Try again, or choose a smaller model.`,
      })
      return
    }
    if (this.#status.state !== 'starting') this.#setStatus({ state: 'restarting', message: gone.message })
    this.start()
  }

  #setStatus(status: EngineStatus): void {
    this.#status = status
    for (const listener of this.#listeners) listener(status)
  }
}

/** The engine gets what it needs to run and none of the rest of the user's environment. */
function engineEnvironment(): Record<string, string> {
  const environment: Record<string, string> = { PARLEY_NATIVE: addonPath() }
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LD_LIBRARY_PATH']) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  return environment
}
