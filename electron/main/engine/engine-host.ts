import type { ShownPrompt } from '../../../contract/context.js'
import type { Computer, EngineStreams, GenerateEvent, GenerateRequest, WeighEvent } from '../../../contract/engine.js'
import { AppError, type ErrorCode } from '../../../contract/errors.js'
import type { EngineStatus, Model, UnloadReason } from '../../../contract/models.js'
import { remark, report } from '../log/report.js'
import { addonPaths } from '../paths.js'
import { Canary } from './canary.js'
import { type Deadlines, deadlines } from './deadlines.js'
import {
  died,
  type Ending,
  gone,
  isUnusable,
  quit,
  replaced,
  restartMessage,
  stuckInKernel,
  tooManyRestartsMessage,
  unloaded,
  unsound,
} from './ending.js'
import { EngineChoice } from './engine-choice.js'
import type { EngineClient } from './engine-client.js'
import { EngineProcess } from './engine-process.js'
import { isDegenerate } from './output-health.js'
import { RestartBreaker } from './restart-breaker.js'

/** The start of a reply that is enough to see whether it is degenerate. */
const maxJudgedCharacters = 2_000

/** The model that an engine loads. Its name is the folder's unless `name` is given. */
export interface ModelToLoad {
  readonly id: string
  readonly folder: string
  readonly adapter?: string
  readonly name?: string
}

/** Keeps one engine process with one loaded model alive and sends requests to it. */
export class EngineHost implements EngineClient {
  #status: EngineStatus = { state: 'starting' }
  readonly #listeners = new Set<(status: EngineStatus) => void>()
  readonly #breaker = new RestartBreaker()
  readonly #canary = new Canary()
  readonly #engines = new EngineChoice(addonPaths())
  #model: ModelToLoad
  readonly #times: Deadlines
  #process: EngineProcess | undefined
  #isStopped = false
  #computer: Computer | undefined
  #usedAt = 0

  constructor(model: ModelToLoad, times: Deadlines = deadlines) {
    this.#model = model
    this.#times = times
  }

  get status(): EngineStatus {
    return this.#status
  }

  /** What the last engine said of the computer; undefined before the first model is loaded. */
  get computer(): Computer | undefined {
    return this.#computer
  }

  /** When the model was last asked for something, in milliseconds since 1970. */
  get usedAt(): number {
    return this.#usedAt
  }

  /** The id of the engine process, for tests that kill and freeze it. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  onStatus(listener: (status: EngineStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  start(): void {
    if (this.#process || this.#isStopped) return
    const listener = {
      onSpawn: () => void this.#load(process),
      onEnding: (ending: Ending) => this.#onEnding(ending),
      onEnd: (ending: Ending, code: number | undefined, isGone: boolean) => this.#onEnd(ending, code, isGone),
    }
    const process: EngineProcess = new EngineProcess(this.#times, listener, this.#engines.path)
    this.#process = process
  }

  /** Loads the model at the user's request, if the state is `failed` or `unloaded`. */
  load(): void {
    const { state } = this.#status
    if (this.#isStopped || (state !== 'failed' && state !== 'unloaded')) return
    this.#breaker.reset()
    // The user may have replaced the model since, so its canary text may differ.
    if (state === 'failed') this.#canary.forget()
    this.#setStatus({ state: 'starting' })
    if (!this.#process) this.start()
  }

  /**
   * Replaces the model. A running reply ends and keeps its text.
   * @param loads `false` leaves loading to the next `load` or `wake`
   */
  use(model: ModelToLoad, loads = true): void {
    this.#model = model
    this.#breaker.reset()
    this.#canary.forget()
    if (!loads || this.#isStopped) return
    this.#setStatus({ state: 'starting' })
    if (this.#process) this.#process.kill(replaced)
    else this.start()
  }

  wake(): void {
    const { state } = this.#status
    const isFolderInvalid = state === 'failed' && this.#status.code.startsWith('model-')
    if (state === 'unloaded' || isFolderInvalid) this.load()
  }

  /** Cancels a load or unloads the model. Kills the process, because only that surely frees the memory. */
  unload(reason?: UnloadReason): void {
    if (this.#status.state === 'failed' || this.#status.state === 'unloaded') return
    this.#setStatus({ state: 'unloaded', ...(reason && { reason }) })
    this.#process?.kill(unloaded)
  }

  /** The app quits: the engine never starts again. */
  stop(): void {
    this.#isStopped = true
    this.#process?.kill(quit)
  }

  /** The Mac goes to sleep: deadlines stop. */
  pause(): void {
    this.#process?.pause()
  }

  /** The Mac is awake: the canary check runs before the next reply. */
  resume(): void {
    this.#process?.resume()
    this.#canary.isDue = true
  }

  ready(signal: AbortSignal): Promise<Model> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        unsubscribe()
        signal.removeEventListener('abort', onAbort)
        act()
      }
      const onAbort = () => settle(() => reject(signal.reason))
      const check = (status: EngineStatus) => {
        if (status.state === 'ready') settle(() => resolve(status.model))
        if (status.state === 'failed') settle(() => reject(new AppError(status.code, status.message)))
      }
      const unsubscribe = this.onStatus(check)
      signal.addEventListener('abort', onAbort, { once: true })
      if (signal.aborted) onAbort()
      else check(this.#status)
    })
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    const process = await this.#healthyProcess(signal)
    let text = ''
    for await (const batch of process.open('generate', request, signal)) {
      for (const event of batch) {
        if (event.type === 'text' && text.length < maxJudgedCharacters) text += event.text
        if (event.type === 'end' && event.reason !== 'cancelled' && isDegenerate(text)) this.#canary.isDue = true
        yield event
      }
    }
  }

  async *weigh(request: EngineStreams['weigh']['request'], signal: AbortSignal): AsyncGenerator<WeighEvent> {
    const process = await this.#healthyProcess(signal)
    for await (const batch of process.open('weigh', request, signal)) yield* batch
  }

  async countTokens(texts: readonly string[]): Promise<readonly number[]> {
    return this.#running().ask('countTokens', texts)
  }

  async countPrompt(request: GenerateRequest): Promise<number> {
    return this.#running().ask('countPrompt', request)
  }

  async answerNow(): Promise<void> {
    return this.#running().ask('answerNow')
  }

  async touchedBytes(contextTokens: number): Promise<number> {
    return this.#running().ask('touchedBytes', contextTokens)
  }

  /** Waits for a model that is being loaded. */
  async showPrompt(request: GenerateRequest): Promise<ShownPrompt> {
    await this.#settled()
    return this.#running().ask('showPrompt', request)
  }

  /** Resolves when no model is being loaded. */
  #settled(): Promise<void> {
    return new Promise((resolve) => {
      const check = ({ state }: EngineStatus) => {
        if (state === 'starting' || state === 'loading' || state === 'restarting') return
        unsubscribe()
        resolve()
      }
      const unsubscribe = this.onStatus(check)
      check(this.#status)
    })
  }

  #running(): EngineProcess {
    this.#usedAt = Date.now()
    if (!this.#process) throw new AppError(gone.code, gone.message)
    return this.#process
  }

  /** The process, after its canary check if one is due. Kills a process that fails it and waits for its replacement. */
  async #healthyProcess(signal: AbortSignal): Promise<EngineProcess> {
    while (true) {
      const model = await this.ready(signal)
      const process = this.#running()
      if (!this.#canary.isDue) return process
      const text = await process.ask('canary').catch(() => undefined)
      if (text !== undefined && this.#canary.accepts(model, text)) return process
      process.kill(unsound)
    }
  }

  async #load(process: EngineProcess): Promise<void> {
    try {
      const { id, name, folder, adapter } = this.#model
      for await (const batch of process.open('load', { folder, adapter }, new AbortController().signal)) {
        for (const event of batch) {
          if (process.isEnding) return
          if (event.type === 'progress') {
            this.#setStatus({ state: 'loading', doneBytes: event.done, totalBytes: event.total })
            continue
          }
          this.#computer = event.computer
          const model: Model = { ...event.model, id, ...(name !== undefined && { name }) }
          if (!this.#canary.accepts(model, event.canary)) return process.kill(unsound)
          this.#engines.recordSound()
          remark('A model is loaded.', { contextLength: model.contextLength })
          this.#setStatus({ state: 'ready', model })
        }
      }
    } catch (error) {
      const code: ErrorCode = error instanceof AppError ? error.code : 'engine-failed'
      if (code === 'engine-gone') return // `#onEnd` handles the end of the process
      report('A model could not be loaded.', error)
      const message = error instanceof Error ? error.message : String(error)
      this.#setStatus({ state: 'failed', code, message })
      process.kill({ reason: 'failed', message })
    }
  }

  /** Reports the restart at once instead of waiting for the exit of the process. */
  #onEnding(ending: Ending): void {
    if (isUnusable(ending)) this.#setStatus({ state: 'restarting', message: restartMessage(ending) })
  }

  #onEnd(ending: Ending, code: number | undefined, isGone: boolean): void {
    this.#process = undefined
    if (this.#isStopped) return
    if (ending === died || isUnusable(ending))
      report(`The engine ended: ${ending.reason}.` as const, undefined, code === undefined ? {} : { code })
    if (!isGone) this.#fail(stuckInKernel)
    // The user unloaded the model while the process was ending for another reason.
    else if (this.#status.state === 'unloaded') return
    else if (ending === died || isUnusable(ending)) this.#restart(ending, code)
    // The user loaded a model while the process was ending.
    else if (this.#status.state === 'starting') this.start()
  }

  #restart(ending: Ending, code: number | undefined): void {
    if (ending === unsound && this.#engines.recordUnsound()) {
      report('The engine gives no usable text. The older one in the app replaces it.')
      this.#canary.forget()
      this.#breaker.reset()
    }
    if (this.#breaker.trip(Date.now())) {
      this.#fail(tooManyRestartsMessage(ending, code))
      return
    }
    this.#setStatus({ state: 'restarting', message: restartMessage(ending) })
    this.start()
  }

  #fail(message: string): void {
    this.#setStatus({ state: 'failed', code: 'engine-failed', message })
  }

  #setStatus(status: EngineStatus): void {
    this.#status = status
    for (const listener of this.#listeners) listener(status)
  }
}
