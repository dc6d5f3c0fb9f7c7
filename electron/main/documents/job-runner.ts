import type { SummaryPoint } from '../../../contract/documents.js'
import { AppError, toFailure } from '../../../contract/errors.js'
import type { EngineClient } from '../engine/engine-client.js'
import { EngineQueue, type EngineUser } from '../engine/engine-queue.js'
import type { Store } from '../store/store.js'
import { type JobModels, oneModel } from './job-models.js'
import { EngineTurns } from './summary/engine-turns.js'
import { SummaryJob } from './summary/summary-job.js'
import { Tasks } from './tasks.js'

export interface JobRunnerOptions {
  readonly store: Pick<Store, 'jobs' | 'documents'>
  readonly engine: EngineClient
  readonly queue: EngineQueue
  /** Absent: the one that is loaded. */
  readonly models?: JobModels
  /** Resolves when a document is read. Throws why it could not be. */
  readonly whenRead: (documentId: string, signal: AbortSignal) => Promise<void>
  /** Called when the job changed. */
  readonly onJob: (id: string) => void
}

/** Runs jobs: summarises documents one after another. */
export class JobRunner {
  readonly #options: JobRunnerOptions
  readonly #tasks = new Tasks()
  // The same queue as the engine's: one document is summarised at a time.
  readonly #summaries = new EngineQueue()
  /** Failures that the store could not save; the store still lists these jobs as unfinished. */
  readonly #unsavedFailures = new Map<string, { code: AppError['code']; message: string }>()

  /** What the running job has written of its summary. */
  readonly #drafts = new Map<string, readonly SummaryPoint[]>()

  constructor(options: JobRunnerOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#tasks.isIdle
  }

  /** Why a job stopped although the store lists it as unfinished. */
  unsavedFailure(id: string) {
    return this.#unsavedFailures.get(id)
  }

  /** The part of a summary that is written so far; empty before its last step. */
  draft(id: string): readonly SummaryPoint[] {
    return this.#drafts.get(id) ?? []
  }

  enqueue(id: string): void {
    if (this.#tasks.has(id)) return
    this.#unsavedFailures.delete(id)
    this.#tasks.start(
      id,
      (signal) => this.#work(id, signal),
      () => {
        this.#drafts.delete(id)
        this.#options.onJob(id)
      },
    )
  }

  /** Aborts the current step; resolves when the job has stopped. */
  async interrupt(id: string): Promise<void> {
    await this.#tasks.interrupt(id)
  }

  async interruptAll(): Promise<void> {
    await this.#tasks.interruptAll()
  }

  async #work(id: string, signal: AbortSignal): Promise<void> {
    const { store, whenRead, models = oneModel } = this.#options
    let release: (() => void) | undefined
    let leave: (() => void) | undefined
    try {
      const { state, documentId, conversationId } = store.jobs.get(id)
      const taker: EngineUser = { purpose: 'document', conversationId, targetId: id }
      if (state !== 'waiting') this.#setState(id, 'waiting')
      await whenRead(documentId, signal)
      release = await this.#summaries.acquire(taker, signal)
      leave = await models.enter(conversationId, signal)
      await this.#summarise(taker, signal)
    } catch (error) {
      if (!signal.aborted) this.#fail(id, error)
    } finally {
      leave?.()
      release?.()
    }
  }

  async #summarise(taker: EngineUser, signal: AbortSignal): Promise<void> {
    const { store, engine, queue, models = oneModel, onJob } = this.#options
    const { targetId: id, conversationId } = taker
    this.#setState(id, 'running')
    const turns = new EngineTurns(engine, queue, taker, signal, { model: models.of(conversationId) })
    await new SummaryJob({
      id,
      store,
      engine: turns,
      options: store.jobs.get(id).options,
      onStep: () => onJob(id),
      onDraft: (points) => {
        this.#drafts.set(id, points)
        onJob(id)
      },
    }).run()
  }

  #setState(id: string, state: 'waiting' | 'running'): void {
    this.#options.store.jobs.setState(id, state)
    this.#options.onJob(id)
  }

  #fail(id: string, error: unknown): void {
    const { code, message } = toFailure(error)
    try {
      this.#options.store.jobs.fail(id, { code, message })
    } catch (writeError) {
      if (writeError instanceof AppError && writeError.code === 'not-found') return // the job was deleted meanwhile
      this.#unsavedFailures.set(id, { code, message })
    }
  }
}
