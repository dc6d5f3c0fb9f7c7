import { AppError } from '../../../../contract/errors.js'
import { localDate } from '../../../../contract/local-date.js'
import type { Model } from '../../../../contract/models.js'
import type { EngineClient } from '../../engine/engine-client.js'
import type { EngineQueue, EngineUser } from '../../engine/engine-queue.js'
import type { JobModel } from '../job-models.js'
import { rejectOnAbort } from '../reject-on-abort.js'
import type { Answer, Ask, Prompt } from './ask-for-points.js'
import { isRepetitive, maxLineLength, repeatsLines } from './parse-points.js'
import type { CountTokens } from './plan.js'

const maxDeaths = 3
const maxAnswerTokens = 4_000
const repetitionWindowLength = 200
/** The stream may report that the engine died before the status does. */
const statusWaitMs = 5_000

/** The user chose another model between two steps, so planned parts may be too large. */
export class ModelChanged extends Error {}

export interface EngineTurnsOptions {
  /** Characters of the longest line; a model that writes more has lost its way. */
  readonly maxLineLength?: number
  /** Absent: whichever is loaded. */
  readonly model?: JobModel
}

/**
 * The engine for one job, with the model of that job: waits in the queue for each prompt, and retries when the engine dies.
 */
export class EngineTurns {
  readonly #engine: EngineClient
  readonly #queue: EngineQueue
  readonly #taker: EngineUser
  readonly #signal: AbortSignal
  readonly #maxLine: number
  readonly #model: JobModel | undefined
  #plannedContextLength: number | undefined

  constructor(
    engine: EngineClient,
    queue: EngineQueue,
    taker: EngineUser,
    signal: AbortSignal,
    options: EngineTurnsOptions = {},
  ) {
    this.#engine = engine
    this.#queue = queue
    this.#taker = taker
    this.#signal = signal
    this.#maxLine = options.maxLineLength ?? maxLineLength
    this.#model = options.model
  }

  /** The model to plan steps for. `ask` throws `ModelChanged` when the model now has another context length. */
  async model(): Promise<Model> {
    const model = this.#isLoaded ? await this.#whenReady() : await this.#inTurn(async (own) => own)
    this.#plannedContextLength = model.contextLength
    return model
  }

  /** Does `work` with the model, and again if another one replaced it meanwhile. */
  async withModel<T>(work: (model: Model) => Promise<T>): Promise<T> {
    while (true) {
      const model = await this.model()
      try {
        const result = await work(model)
        if (this.#isLoaded) return result
      } catch (error) {
        this.#signal.throwIfAborted()
        if (this.#isLoaded) throw error
      }
    }
  }

  readonly count: CountTokens = (texts) =>
    this.#retryAfterDeath(async () => {
      const count = () => rejectOnAbort(this.#engine.countTokens(texts), this.#signal)
      if (!this.#isLoaded) return this.#inTurn(count)
      await this.#whenReady()
      return count()
    })

  readonly ask: Ask = (prompt, onText) =>
    this.#retryAfterDeath(() =>
      this.#inTurn(async ({ contextLength }) => {
        if (this.#plannedContextLength !== undefined && this.#plannedContextLength !== contextLength)
          throw new ModelChanged()
        try {
          return await this.#generate(prompt, Math.min(maxAnswerTokens, Math.floor(contextLength / 4)), onText)
        } catch (error) {
          // An empty answer makes the step use its fallback, and the account says so.
          if (error instanceof AppError && error.code === 'context-full') return { text: '', isCutOff: false }
          throw error
        }
      }),
    )

  get #isLoaded(): boolean {
    return this.#model?.isLoaded ?? true
  }

  #whenReady(): Promise<Model> {
    return this.#engine.ready(this.#signal)
  }

  /** Waits for the turn of the job, and loads its model if another one is loaded. */
  async #inTurn<T>(work: (model: Model) => Promise<T>): Promise<T> {
    while (true) {
      // Without a model the turn would hold up what loads one. Why another model failed does not matter here.
      await this.#whenReady().catch((error: unknown) => {
        if (this.#signal.aborted || this.#isLoaded) throw error
      })
      const release = await this.#queue.acquire(this.#taker, this.#signal)
      try {
        this.#signal.throwIfAborted()
        if (!this.#isLoaded) this.#model?.load()
        const model = await this.#whenReady()
        // The user may have chosen another model while this one was loading.
        if (this.#isLoaded) return await work(model)
      } finally {
        release()
      }
    }
  }

  async #generate(prompt: Prompt, maxTokens: number, onText?: (text: string) => void): Promise<Answer> {
    const { isOneLine = false, ...asked } = prompt
    const request = {
      ...asked,
      effort: 'low',
      date: localDate(),
      maxTokens: Math.min(maxTokens, prompt.maxTokens ?? maxTokens),
    } as const
    let text = ''
    for await (const event of this.#engine.generate(request, this.#signal)) {
      if (event.type === 'text' && event.channel === 'answer') {
        text += event.text
        onText?.(text)
        if (isOneLine && text.trimStart().includes('\n')) return { text, isCutOff: true }
        const line = text.slice(text.lastIndexOf('\n') + 1)
        if (line.length > this.#maxLine || isRepetitive(line.slice(-repetitionWindowLength)))
          return { text, isCutOff: true }
        if (event.text.includes('\n') && repeatsLines(text)) return { text, isCutOff: true }
      }
      if (event.type === 'end' && event.reason !== 'cancelled') return { text, isCutOff: event.reason === 'length' }
    }
    this.#signal.throwIfAborted()
    throw new AppError('engine-gone', 'The model stopped in the middle of an answer.')
  }

  /** Retries `work` each time the engine dies; throws `engine-gone` after `maxDeaths` deaths. */
  async #retryAfterDeath<T>(work: () => Promise<T>): Promise<T> {
    for (let deaths = 1; ; deaths++) {
      try {
        return await work()
      } catch (error) {
        this.#signal.throwIfAborted()
        if (!(error instanceof AppError && error.code === 'engine-gone')) throw error
        // Another model replaced it, which is no death.
        if (!this.#isLoaded) {
          deaths--
          continue
        }
        if (deaths === maxDeaths) {
          const message = `The model stopped ${maxDeaths} times at the same place. Finished parts are saved. Resume to try again.`
          throw new AppError('engine-gone', message, { cause: error })
        }
        await this.#statusChanged()
      }
    }
  }

  /** Resolves when the status no longer shows the engine process that died as ready, or after a while. */
  #statusChanged(): Promise<void> {
    if (this.#engine.status.state !== 'ready') return Promise.resolve()
    return new Promise((resolve) => {
      const settle = () => {
        clearTimeout(timer)
        unsubscribe()
        this.#signal.removeEventListener('abort', settle)
        resolve()
      }
      const timer = setTimeout(settle, statusWaitMs)
      const unsubscribe = this.#engine.onStatus(settle)
      this.#signal.addEventListener('abort', settle, { once: true })
    })
  }
}
