import { AppError, toFailure } from '../../../contract/errors.js'
import { defaultSummary, type SummaryOptions } from '../../../contract/summary-forms.js'
import type { EngineClient } from '../engine/engine-client.js'
import { EngineQueue, type EngineUser } from '../engine/engine-queue.js'
import type { Jobs } from '../store/jobs.js'
import { readFailureError } from './document-kind.js'
import { sourceOfBytes } from './document-source.js'
import { type Reader, unreadableError } from './reader.js'
import { readingRemarks } from './reading-remarks.js'
import { EngineTurns } from './summary/engine-turns.js'
import { SummaryJob } from './summary/summary-job.js'

export interface JobRunnerOptions {
  readonly jobs: Jobs
  readonly engine: EngineClient
  readonly queue: EngineQueue
  readonly reader: Reader
  /** How the summary of a job is to be written; absent: as key points. */
  readonly optionsOf?: (id: string) => SummaryOptions
  /** Called when the job changed. */
  readonly onJob: (id: string) => void
}

interface Task {
  readonly aborter: AbortController
  readonly done: Promise<void>
}

/** Runs jobs: reads documents one after another, and summarises them one after another. */
export class JobRunner {
  readonly #options: JobRunnerOptions
  readonly #tasks = new Map<string, Task>()
  // The same queue as the engine's: one job reads at a time, and one is summarised at a time.
  readonly #readings = new EngineQueue()
  readonly #summaries = new EngineQueue()
  /** Failures that the store could not save; the store still lists these jobs as unfinished. */
  readonly #unsavedFailures = new Map<string, { code: AppError['code']; message: string }>()

  constructor(options: JobRunnerOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#tasks.size === 0
  }

  /** Why a job stopped although the store lists it as unfinished. */
  unsavedFailure(id: string) {
    return this.#unsavedFailures.get(id)
  }

  enqueue(id: string): void {
    if (this.#tasks.has(id)) return
    this.#unsavedFailures.delete(id)
    const aborter = new AbortController()
    const done = Promise.resolve()
      .then(() => this.#work(id, aborter.signal))
      .finally(() => {
        this.#tasks.delete(id)
        this.#options.onJob(id)
      })
    this.#tasks.set(id, { aborter, done })
  }

  /** Aborts the current step; resolves when the job has stopped. */
  async interrupt(id: string): Promise<void> {
    const task = this.#tasks.get(id)
    task?.aborter.abort()
    await task?.done
  }

  async interruptAll(): Promise<void> {
    await Promise.all([...this.#tasks.keys()].map((id) => this.interrupt(id)))
  }

  async #work(id: string, signal: AbortSignal): Promise<void> {
    const { jobs } = this.#options
    try {
      const { state, pages, conversationId } = jobs.get(id)
      const taker: EngineUser = { purpose: 'document', conversationId, targetId: id }
      if (state !== 'waiting') this.#setState(id, 'waiting')
      if (pages.length === 0) {
        await runInTurn(this.#readings, taker, signal, () => this.#read(id, signal))
        this.#setState(id, 'waiting')
      }
      await runInTurn(this.#summaries, taker, signal, () => this.#summarise(taker, signal))
    } catch (error) {
      if (!signal.aborted) this.#fail(id, error)
    }
  }

  async #read(id: string, signal: AbortSignal): Promise<void> {
    const { jobs, reader } = this.#options
    this.#setState(id, 'reading')
    const bytes = jobs.original(id)
    if (!bytes) throw unreadableError('Its content is missing.')
    const document = await reader.read(sourceOfBytes(jobs.get(id).kind, bytes), signal)
    signal.throwIfAborted()
    if (document.pages.every(({ status }) => status !== 'read')) throw readFailureError('document-empty', document.kind)
    await jobs.storeText(id, document, readingRemarks(document), signal)
  }

  async #summarise(taker: EngineUser, signal: AbortSignal): Promise<void> {
    const { jobs, engine, queue, onJob, optionsOf } = this.#options
    const { targetId: id } = taker
    this.#setState(id, 'running')
    const turns = new EngineTurns(engine, queue, taker, signal)
    await new SummaryJob({
      id,
      jobs,
      engine: turns,
      options: optionsOf?.(id) ?? defaultSummary,
      onStep: () => onJob(id),
    }).run()
  }

  #setState(id: string, state: 'waiting' | 'reading' | 'running'): void {
    this.#options.jobs.setState(id, state)
    this.#options.onJob(id)
  }

  #fail(id: string, error: unknown): void {
    const { code, message } = toFailure(error)
    try {
      this.#options.jobs.fail(id, { code, message })
    } catch (writeError) {
      if (writeError instanceof AppError && writeError.code === 'not-found') return // the job was deleted meanwhile
      this.#unsavedFailures.set(id, { code, message })
    }
  }
}

async function runInTurn(
  queue: EngineQueue,
  taker: EngineUser,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  const release = await queue.acquire(taker, signal)
  try {
    await work()
  } finally {
    release()
  }
}
