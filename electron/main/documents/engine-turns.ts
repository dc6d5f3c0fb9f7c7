import { AppError } from '../../../contract/errors.js'
import { localDate } from '../../../contract/local-date.js'
import type { Model } from '../../../contract/models.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue, Taker } from '../engine/engine-queue.js'
import { stammers } from './parse-points.js'
import type { CountTokens } from './plan.js'
import type { Answer, Prompt } from './steps.js'

const mostDeaths = 3
const mostAnswerTokens = 4_000
/** No point is as long: a model that writes such a line has lost its way. */
const longestLine = 1_200
const stammerReach = 200
/** The death of the engine may be heard of on its stream before it shows in its status. */
const statusWaitMs = 5_000

/** The user chose another model between two steps: what is planned may be too large for it. */
export class ModelChanged extends Error {}

/** The engine as a job uses it: a turn of the queue for each prompt, and again after a death of the engine. */
export class EngineTurns {
  readonly #engine: EngineClient
  readonly #queue: EngineQueue
  readonly #taker: Taker
  readonly #signal: AbortSignal
  #plannedFor: number | undefined

  constructor(engine: EngineClient, queue: EngineQueue, taker: Taker, signal: AbortSignal) {
    this.#engine = engine
    this.#queue = queue
    this.#taker = taker
    this.#signal = signal
  }

  /** The model that steps are planned for. `ask` throws `ModelChanged` when one with another context has come. */
  async model(): Promise<Model> {
    const model = await this.#ready()
    this.#plannedFor = model.contextLength
    return model
  }

  readonly count: CountTokens = (texts) =>
    this.#persist(async () => {
      await this.#ready()
      return unlessAborted(this.#engine.countTokens(texts), this.#signal)
    })

  readonly ask = (prompt: Prompt): Promise<Answer> =>
    this.#persist(async () => {
      await this.#ready()
      const release = await this.#queue.acquire(this.#taker, this.#signal)
      try {
        this.#signal.throwIfAborted()
        const { contextLength } = await this.#ready()
        if (this.#plannedFor !== undefined && this.#plannedFor !== contextLength) throw new ModelChanged()
        return await this.#generate(prompt, Math.min(mostAnswerTokens, Math.floor(contextLength / 4)))
      } catch (error) {
        // The step's fallback takes over, and the account says so.
        if (error instanceof AppError && error.code === 'context-full') return { text: '', isCutOff: false }
        throw error
      } finally {
        release()
      }
    })

  #ready(): Promise<Model> {
    return this.#engine.ready(this.#signal)
  }

  async #generate(prompt: Prompt, maxTokens: number): Promise<Answer> {
    const request = { ...prompt, effort: 'low', date: localDate(), maxTokens } as const
    let text = ''
    for await (const event of this.#engine.generate(request, this.#signal)) {
      if (event.type === 'text' && event.channel === 'answer') {
        text += event.text
        const line = text.slice(text.lastIndexOf('\n') + 1)
        if (line.length > longestLine || stammers(line.slice(-stammerReach))) return { text, isCutOff: true }
      }
      if (event.type === 'end' && event.reason !== 'cancelled') return { text, isCutOff: event.reason === 'length' }
    }
    this.#signal.throwIfAborted()
    throw new AppError('engine-gone', 'The model stopped in the middle of an answer.')
  }

  /** Tries `work` again after each death of the engine but the third. */
  async #persist<T>(work: () => Promise<T>): Promise<T> {
    for (let deaths = 1; ; deaths++) {
      try {
        return await work()
      } catch (error) {
        this.#signal.throwIfAborted()
        if (!(error instanceof AppError && error.code === 'engine-gone')) throw error
        if (deaths === mostDeaths) {
          const message = `The model stopped ${mostDeaths} times at the same place. What is done is saved; resume to try again.`
          throw new AppError('engine-gone', message, { cause: error })
        }
        await this.#statusChanged()
      }
    }
  }

  /** Resolves when the engine no longer says that it is ready with the process that died. */
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

/** Who pauses does not wait for an engine that hangs. */
function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
