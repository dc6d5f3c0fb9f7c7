import { setImmediate } from 'node:timers/promises'
import type { DocumentMessage } from '../../../contract/chat.js'
import type {
  AddedDocuments,
  DocumentFile,
  DocumentJob,
  DocumentPage,
  RefusedDocument,
} from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'
import type { ReplySettings } from '../../../contract/settings.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import type { Store } from '../store/store.js'
import { cleanName, kindOf, titleOf } from './document-kind.js'
import { JobRunner } from './job-runner.js'
import type { Reader } from './reader.js'
import { estimateRemainingMs } from './summary/remaining-time.js'

/** A file that is too large may be given by its size, without its bytes. */
export type AddedFile = DocumentFile & { readonly size?: number }

export interface Documents {
  readonly isBusy: boolean
  /** Resumes the jobs that a quit or a crash interrupted. Call once. */
  start(): void
  /** Interrupts all running jobs; `start` resumes them the next time. */
  stop(): Promise<void>
  /**
   * Starts a job for each file. Accepted files are stored before this returns; the others are in `refused`, with the
   * reason. `conversationId` null creates a conversation with these settings for the first accepted file. Throws
   * `not-found`.
   */
  addFiles(
    conversationId: string | null,
    files: readonly AddedFile[],
    settings?: ReplySettings,
  ): Promise<AddedDocuments>
  /** Interrupts the current step and keeps the finished ones. Resolves when the job has stopped. */
  pause(jobId: string): Promise<void>
  /** Resumes a paused or failed job. */
  resume(jobId: string): Promise<void>
  job(jobId: string): DocumentJob
  jobsOf(conversationId: string): readonly DocumentJob[]
  readPage(jobId: string, page: number): DocumentPage
}

export interface DocumentsOptions {
  readonly store: Store
  readonly engine: EngineClient
  readonly queue: EngineQueue
  readonly reader: Reader
  readonly onMessage: (message: DocumentMessage) => void
  readonly onJob: (job: DocumentJob) => void
}

export function createDocuments({ store, engine, queue, reader, onMessage, onJob }: DocumentsOptions): Documents {
  const { jobs } = store
  const runner = new JobRunner({ jobs, engine, queue, reader, onJob: (id) => notifyJob(id) })

  const withCurrentState = (job: DocumentJob): DocumentJob => {
    const error = runner.unsavedFailure(job.id)
    if (error) return { ...job, state: 'failed', error }
    if (job.state !== 'running') return job
    return { ...job, remainingMs: estimateRemainingMs(job, jobs.steps.times(job.id)) }
  }
  const notifyJob = (id: string) => {
    try {
      onJob(withCurrentState(jobs.get(id)))
    } catch (error) {
      // The job was deleted meanwhile, or the store has already reported its failure.
      if (!(error instanceof AppError)) throw error
    }
  }

  const add = (conversationId: string | null, file: AddedFile, settings?: ReplySettings): string => {
    const name = cleanName(file.name)
    const kind = kindOf(name, file.size ?? file.bytes.byteLength)
    const { job, message } = jobs.atomically(() => {
      const id = conversationId ?? store.conversations.create(titleOf(name), settings).id
      const job = jobs.create({ conversationId: id, name, kind, bytes: file.bytes })
      return { job, message: store.messages.addDocument(id, job.id) }
    })
    onJob(job)
    onMessage(message)
    runner.enqueue(job.id)
    return job.conversationId
  }

  return {
    get isBusy() {
      return !runner.isIdle
    },

    start() {
      for (const id of jobs.unfinished()) runner.enqueue(id)
    },

    stop: () => runner.interruptAll(),

    async addFiles(conversationId, files, settings) {
      let id = conversationId === null ? null : store.conversations.get(conversationId).id
      const refused: RefusedDocument[] = []
      for (const [index, file] of files.entries()) {
        // Storing a large file takes as long as a turn may.
        if (index > 0) await setImmediate()
        try {
          id = add(id, file, settings)
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          refused.push({ name: cleanName(file.name), message: error.message })
        }
      }
      return { conversationId: id, refused }
    },

    async pause(jobId) {
      await runner.interrupt(jobId)
      const { state } = jobs.get(jobId)
      if (state === 'waiting' || state === 'reading' || state === 'running') {
        jobs.setState(jobId, 'paused')
        notifyJob(jobId)
      }
    },

    async resume(jobId) {
      const { state } = withCurrentState(jobs.get(jobId))
      if (state !== 'paused' && state !== 'failed') return
      jobs.setState(jobId, 'waiting')
      runner.enqueue(jobId)
      notifyJob(jobId)
    },

    job: (jobId) => withCurrentState(jobs.get(jobId)),
    jobsOf: (conversationId) => jobs.ofConversation(conversationId).map(withCurrentState),
    readPage: (jobId, page) => jobs.page(jobId, page),
  }
}
