/** The model of the conversation that a job belongs to. */
export interface JobModel {
  readonly isLoaded: boolean
  /** Loads it in place of another one. The caller holds the turn of the engine. Throws `model-missing`, `model-incomplete`. */
  load(): void
}

/** Where the models of jobs come from. */
export interface ModelSource {
  /** The id of the model in the engine. */
  loadedId(): string
  modelIdOf(conversationId: string): string
  /** Like `JobModel.load`. */
  load(conversationId: string): void
}

interface Waiter {
  readonly modelId: string
  readonly start: () => void
}

/**
 * Gives each job the model of its conversation. Jobs with the same model run side by side; those with another one wait, so
 * that two jobs do not load their models in turns.
 */
export class JobModels {
  readonly #source: ModelSource
  #running: { readonly modelId: string; count: number } | undefined
  #waiting: readonly Waiter[] = []

  constructor(source: ModelSource) {
    this.#source = source
  }

  of(conversationId: string): JobModel {
    const source = this.#source
    return {
      get isLoaded() {
        return source.modelIdOf(conversationId) === source.loadedId()
      },
      load: () => source.load(conversationId),
    }
  }

  /** Resolves when a job of the conversation may run, with a function that ends it. Rejects on abort. */
  enter(conversationId: string, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const modelId = this.#source.modelIdOf(conversationId)
      const waiter: Waiter = {
        modelId,
        start: () => {
          signal.removeEventListener('abort', onAbort)
          this.#running = { modelId, count: (this.#running?.count ?? 0) + 1 }
          resolve(() => this.#leave())
        },
      }
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter)
        reject(signal.reason)
        this.#advance()
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting = [...this.#waiting, waiter]
      this.#advance()
    })
  }

  #leave(): void {
    if (this.#running && --this.#running.count === 0) this.#running = undefined
    this.#advance()
  }

  /** In order, so that no job waits for ever. */
  #advance(): void {
    for (let next = this.#waiting[0]; next && this.#fits(next); next = this.#waiting[0]) {
      this.#waiting = this.#waiting.slice(1)
      next.start()
    }
  }

  #fits({ modelId }: Waiter): boolean {
    return this.#running === undefined || this.#running.modelId === modelId
  }
}

/** For commands and tests, which have one model. */
export const oneModel = new JobModels({ loadedId: () => '', modelIdOf: () => '', load: () => {} })
