import type { DocumentMessage, UserMessage } from '../../../contract/chat.js'
import {
  type AddedDocument,
  type AddedDocuments,
  type DocumentJob,
  type DocumentPage,
  type DocumentPlace,
  type DocumentStorage,
  needsPassword,
} from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'
import type { OcrLanguage } from '../../../contract/ocr-languages.js'
import type { ReplySettings } from '../../../contract/settings.js'
import type { SummaryOptions } from '../../../contract/summary-forms.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import { report } from '../log/report.js'
import type { Store } from '../store/store.js'
import { type AddedFile, createAdding } from './adding.js'
import { titleOf } from './document-kind.js'
import { DocumentTokens } from './document-tokens.js'
import { ignoreGone } from './ignore-gone.js'
import type { JobModels } from './job-models.js'
import { JobRunner } from './job-runner.js'
import { KeptOriginals } from './kept-originals.js'
import type { Originals } from './originals.js'
import type { Reader } from './reader.js'
import { Readings } from './readings.js'
import { plansOf } from './summary/capacity.js'
import { estimateRemainingMs } from './summary/remaining-time.js'

export interface Documents {
  readonly isBusy: boolean
  /** Resumes the readings and jobs that a quit or a crash interrupted. Call once. */
  start(): void
  /** Reads what is not read yet, for example of a conversation that was in the Trash when the app started. */
  readUnread(): void
  /** Interrupts the readings of a conversation that goes to the Trash; `readUnread` reads its documents when it is restored. */
  stopReadings(conversationId: string): Promise<void>
  /** Interrupts all readings and jobs; `start` resumes them the next time. */
  stop(): Promise<void>
  /**
   * Puts files into a composer or a folder, and reads them. Accepted files are stored before this resolves; the others are in
   * `refused`, with the reason. New conversations have `settings`. Throws `not-found`.
   */
  addFiles(place: DocumentPlace, files: readonly AddedFile[], settings?: ReplySettings): Promise<AddedDocuments>
  /** Takes a document out of its composer. */
  remove(documentId: string): Promise<void>
  /** Reads a document again that could not be read. */
  readAgain(documentId: string): void
  /** The password with which a document was read since the app started; it is kept nowhere else. */
  passwordOf(documentId: string): string | undefined
  /** Reads a document that needs a password. Throws `refused`. */
  unlock(documentId: string, password: string): void
  /** Reads a document that is not sent again, with its pictures in these languages. Throws `refused`, `not-found`. */
  readInLanguages(documentId: string, languages: readonly OcrLanguage[]): Promise<void>
  /** Call when a message has a document: its file may be deleted. */
  sent(documentId: string): void
  storage(): Promise<DocumentStorage>
  /** Deletes the files of documents that are read. Returns how many there were. */
  removeOriginals(): Promise<number>
  /** Deletes the files of documents that are gone, and forgets their passwords. */
  sweep(): Promise<void>
  document(documentId: string): AddedDocument
  documentsOf(conversationId: string | null): readonly AddedDocument[]
  /** Resolves when the documents are read. Throws why one could not be, or the signal's reason. */
  whenRead(documentIds: readonly string[], signal: AbortSignal): Promise<void>
  /** Counts the tokens of documents that are read. */
  countTokens(documentIds: readonly string[]): Promise<ReadonlyMap<string, number>>
  /**
   * Sends what is in a composer without a text, and starts a summary of each document. `null` creates a conversation with
   * these settings. Throws `refused` for an empty composer.
   */
  summarise(conversationId: string | null, settings?: ReplySettings, options?: SummaryOptions): UserMessage
  /**
   * Makes another version of the summary that a message shows: the same anew, or with `options` another one from the notes
   * that are finished.
   */
  repeat(messageId: string, options?: SummaryOptions): void
  /** Interrupts the current step and keeps the finished ones. Resolves when the job has stopped. */
  pause(jobId: string): Promise<void>
  /** Resumes a paused, failed or cancelled job. */
  resume(jobId: string): Promise<void>
  cancel(jobId: string): Promise<void>
  job(jobId: string): DocumentJob
  jobsOf(conversationId: string): readonly DocumentJob[]
  readPage(documentId: string, page: number): DocumentPage
}

/** What the user has set for all documents. */
export interface DocumentSettings {
  /** In which the text of pictures is recognized. */
  readonly ocrLanguages: readonly OcrLanguage[]
  /** When false, the file of a document is deleted once its text is read and sent. */
  readonly keepsOriginals: boolean
}

export interface DocumentsOptions {
  readonly store: Store
  readonly engine: EngineClient
  readonly queue: EngineQueue
  /** Absent: jobs use the model that is loaded. */
  readonly models?: JobModels
  readonly reader: Reader
  readonly originals: Originals
  readonly settings: () => DocumentSettings
  readonly onMessage: (message: DocumentMessage | UserMessage) => void
  readonly onJob: (job: DocumentJob) => void
  readonly onDocument: (document: AddedDocument) => void
  /** A document left this composer with a message. */
  readonly onSent: (documentId: string, composer: string | null) => void
  /** A document was deleted from this composer. */
  readonly onRemoved: (documentId: string, conversationId: string | null) => void
}

export function createDocuments(options: DocumentsOptions): Documents {
  const {
    store,
    engine,
    queue,
    models,
    reader,
    originals,
    settings: documentSettings,
    onMessage,
    onJob,
    onDocument,
    onSent,
    onRemoved,
  } = options
  const { jobs, documents } = store
  const tokens = new DocumentTokens(engine, (id) => documents.pages(id))

  const current = (document: AddedDocument): AddedDocument => {
    const error = readings.unsavedFailure(document.id)
    if (error) return { ...document, state: 'failed', error }
    const reading = document.state === 'reading' ? readings.progress(document.id) : undefined
    if (reading) return { ...document, reading }
    const count = document.state === 'read' ? tokens.known(document.id) : undefined
    return count === undefined ? document : { ...document, tokens: count }
  }
  // They read the store, which closes after them.
  const countings = new Set<Promise<void>>()
  const kept = new KeptOriginals({ documents, originals, keepsOriginals: () => documentSettings().keepsOriginals })
  const document = (id: string) => current(documents.get(id))
  const notifyDocument = (id: string) => ignoreGone(() => onDocument(document(id)))
  const readings: Readings = new Readings({
    documents,
    originals,
    reader,
    onDocument(id) {
      notifyDocument(id)
      ignoreGone(() => kept.letGo(id))
      countLater(id)
    },
  })
  /** The card shows the tokens once the model is there; without them nothing is missing but that number. */
  const countLater = (id: string) => {
    ignoreGone(() => {
      if (engine.status.state !== 'ready' || documents.get(id).state !== 'read') return
      const counting = tokens
        .count(id)
        .then(() => notifyDocument(id))
        .catch((error) => {
          if (!isInterrupted(error)) report('The tokens of a document could not be counted.', error)
        })
        .finally(() => countings.delete(counting))
      countings.add(counting)
    })
  }
  const countAttached = () => {
    for (const { id } of documents.ofConversation(null)) countLater(id)
  }

  const withCurrentState = (job: DocumentJob): DocumentJob => {
    const error = runner.unsavedFailure(job.id)
    if (error) return withLabels({ ...job, state: 'failed', error })
    if (job.state !== 'running') return withLabels(job)
    const remainingMs = estimateRemainingMs(job, jobs.steps.times(job.id))
    return withLabels({ ...job, summary: runner.draft(job.id), remainingMs })
  }
  const withLabels = (job: DocumentJob): DocumentJob => {
    const labels = documents.labels(job.documentId, job.summary)
    return Object.keys(labels).length === 0 ? job : { ...job, labels }
  }
  const notifyJob = (id: string) => ignoreGone(() => onJob(withCurrentState(jobs.get(id))))
  const whenRead = async (ids: readonly string[], signal: AbortSignal) => {
    for (const id of ids) {
      signal.throwIfAborted()
      // One that was in the trash when the app started is not being read.
      if (isUnread(document(id))) readings.enqueue(id)
      await readings.done(id, signal)
      const { state, error, name } = document(id)
      if (state === 'failed') throw new AppError(error?.code ?? 'unknown', `${name}: ${error?.message ?? ''}`)
    }
  }
  const runner: JobRunner = new JobRunner({
    store,
    engine,
    queue,
    models,
    whenRead: (id, signal) => whenRead([id], signal),
    onJob: notifyJob,
  })

  const readAgain = (id: string) => {
    if (document(id).state !== 'failed') return
    documents.setState(id, 'waiting')
    readings.enqueue(id)
    notifyDocument(id)
  }

  const readUnread = () => {
    for (const id of documents.unread()) readings.enqueue(id)
  }
  const addFiles = createAdding({
    store,
    originals,
    languages: () => documentSettings().ocrLanguages,
    onKnown(known) {
      onDocument(current(known))
      if (known.state === 'failed') readAgain(known.id)
    },
    onNew(added) {
      onDocument(added)
      readings.enqueue(added.id)
    },
  })

  /** Throws `refused` for a document whose text a reply may rest on. */
  const refuseFixed = (id: string) => {
    if (!document(id).languages) throw new AppError('refused', 'The text of this document can’t be changed any more.')
  }

  return {
    addFiles,
    get isBusy() {
      return !runner.isIdle || !readings.isIdle
    },

    start() {
      engine.onStatus(({ state }) => state === 'ready' && countAttached())
      readUnread()
      for (const id of jobs.unfinished()) runner.enqueue(id)
      if (!store.mayLackRows) documents.removeUnlisted()
      void kept.sweep({ isKeeping: store.mayLackRows })
    },

    async stopReadings(conversationId) {
      const unread = documents.ofConversation(conversationId).filter(isUnread)
      await Promise.all(unread.map(({ id }) => readings.interrupt(id)))
    },

    async stop() {
      tokens.stop()
      await Promise.all([runner.interruptAll(), readings.interruptAll()])
      await Promise.all([...countings, kept.idle()])
    },

    async remove(id) {
      const { conversationId } = documents.get(id)
      if (documents.detach(id)) {
        notifyDocument(id)
        return
      }
      onRemoved(id, conversationId)
      await readings.interrupt(id)
      readings.forgetAllBut(documents.ids())
      await originals.remove(id)
    },

    readUnread,
    readAgain,
    passwordOf: (id) => readings.passwordOf(id),
    unlock(id, password) {
      if (!needsPassword(document(id))) throw new AppError('refused', 'This document needs no password.')
      documents.setState(id, 'waiting')
      readings.unlock(id, password)
      notifyDocument(id)
    },
    async readInLanguages(id, languages) {
      refuseFixed(id)
      if (!documents.storedBytes(id) && !(await originals.has(id))) throw new AppError('not-found', noOriginal)
      await readings.interrupt(id)
      refuseFixed(id) // it may have been sent meanwhile
      documents.setLanguages(id, languages)
      documents.setState(id, 'waiting')
      tokens.forget(id)
      readings.enqueue(id)
      notifyDocument(id)
    },
    sent: (id) => ignoreGone(() => kept.letGo(id)),
    storage: () => kept.storage(),
    removeOriginals: () => kept.removeAll(),
    async sweep() {
      readings.forgetAllBut(documents.ids())
      await kept.sweep()
    },
    document,
    documentsOf: (conversationId) => documents.ofConversation(conversationId).map(current),
    whenRead,
    async countTokens(ids) {
      const counts = await Promise.all(ids.map((id) => tokens.count(id)))
      return new Map(ids.map((id, index) => [id, counts[index] ?? 0]))
    },

    summarise(conversationId, settings, options) {
      const { message, sent, summaries } = store.atomically(() => {
        const attached = documents.ofConversation(conversationId).filter(({ isAttached }) => isAttached)
        const [first] = attached
        if (!first) throw new AppError('refused', 'There is no document to summarise. Add one first.')
        const id = conversationId ?? store.conversations.create(titleOf(first.name), settings).id
        const { id: messageId } = store.messages.addRequest(id)
        const sent = documents.send(conversationId, id, messageId)
        store.drafts.save(conversationId, '')
        const summaries = sent.map((each) => {
          const job = jobs.create(each.id, options)
          return { job, message: store.messages.addDocument(id, job.id) }
        })
        return { message: store.messages.get(messageId) as UserMessage, sent, summaries }
      })
      for (const { id } of sent) {
        kept.letGo(id)
        onSent(id, conversationId)
      }
      for (const { job } of summaries) onJob(job)
      onMessage(message)
      for (const { message: summary, job } of summaries) {
        onMessage(summary)
        runner.enqueue(job.id)
      }
      return message
    },

    repeat(messageId, options) {
      const message = store.messages.get(messageId)
      if (message.role !== 'document') throw new AppError('refused', 'Only a summary can be made again.')
      const isLast = store.messages.path(message.conversationId).at(-1)?.id === messageId
      const { job, added } = store.atomically(() => {
        const repeated = jobs.get(message.jobId)
        const { id } = jobs.create(repeated.documentId, options ?? repeated.options)
        if (options) jobs.steps.copyNotes(id, plansOf(engine.status))
        const job = jobs.get(id)
        const { messages } = store
        // A version in the middle would take what follows off the screen.
        const added = isLast
          ? messages.addDocumentVersion(messageId, job.id)
          : messages.addDocument(message.conversationId, job.id)
        return { job, added }
      })
      onJob(job)
      onMessage(added)
      runner.enqueue(job.id)
    },

    async pause(jobId) {
      await runner.interrupt(jobId)
      const { state } = jobs.get(jobId)
      if (state === 'waiting' || state === 'running') {
        jobs.setState(jobId, 'paused')
        notifyJob(jobId)
      }
    },

    async resume(jobId) {
      const job = withCurrentState(jobs.get(jobId))
      if (job.state !== 'paused' && job.state !== 'failed' && job.state !== 'cancelled') return
      readAgain(job.documentId)
      jobs.setState(jobId, 'waiting')
      runner.enqueue(jobId)
      notifyJob(jobId)
    },

    async cancel(jobId) {
      await runner.interrupt(jobId)
      if (jobs.get(jobId).state === 'done') return
      jobs.setState(jobId, 'cancelled')
      notifyJob(jobId)
    },

    job: (jobId) => withCurrentState(jobs.get(jobId)),
    jobsOf: (conversationId) => jobs.ofConversation(conversationId).map(withCurrentState),
    readPage: (documentId, page) => documents.page(documentId, page),
  }
}

const noOriginal =
  'The file of this document is no longer there, so it can’t be read again. Remove it and add it again.'

const isInterrupted = (error: unknown) => error instanceof AppError && error.code === 'interrupted'

const isUnread = ({ state }: AddedDocument) => state === 'waiting' || state === 'reading'
