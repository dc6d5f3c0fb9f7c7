import type { AddedDocument, ReadingProgress } from '../../../contract/documents.js'
import { AppError, toFailure } from '../../../contract/errors.js'
import { EngineQueue } from '../engine/engine-queue.js'
import { report } from '../log/report.js'
import type { StoredDocuments } from '../store/documents.js'
import { readFailureError } from './document-kind.js'
import { type DocumentSource, sourceOfBytes, sourceOfFile } from './document-source.js'
import type { Originals } from './originals.js'
import { type Reader, type ReadOptions, unreadableError } from './reader.js'
import { readingRemarks } from './reading-remarks.js'
import { rejectOnAbort } from './reject-on-abort.js'
import { Tasks } from './tasks.js'
import { Throttle } from './throttle.js'

export interface ReadingsOptions {
  readonly documents: StoredDocuments
  readonly originals: Originals
  readonly reader: Reader
  /** Called when the state of a document changed, or how far it is read. */
  readonly onDocument: (id: string) => void
}

/** How often windows are told how far a document is read. */
const progressMs = 200

/** Reads documents, one after another: two large ones at once may be larger than the memory that Parley can have. */
export class Readings {
  readonly #options: ReadingsOptions
  readonly #tasks = new Tasks()
  readonly #turns = new EngineQueue()
  readonly #passwords = new Map<string, string>()
  readonly #progress = new Map<string, ReadingProgress>()
  /** Failures that the store could not save; the store still lists these documents as unread. */
  readonly #unsavedFailures = new Map<string, NonNullable<AddedDocument['error']>>()

  constructor(options: ReadingsOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#tasks.isIdle
  }

  /** Why a document was not read although the store lists it as unread. */
  unsavedFailure(id: string) {
    return this.#unsavedFailures.get(id)
  }

  /** How far a document is read; undefined before the reader begins, and afterwards. */
  progress(id: string): ReadingProgress | undefined {
    return this.#progress.get(id)
  }

  /** Reads a document with this password, which is kept in memory only. */
  unlock(id: string, password: string): void {
    this.#passwords.set(id, password)
    this.enqueue(id)
  }

  /** The password with which a document was read since the app started. */
  passwordOf(id: string): string | undefined {
    return this.#passwords.get(id)
  }

  /** Forgets the passwords of documents that are gone. */
  forgetAllBut(ids: readonly string[]): void {
    const kept = new Set(ids)
    for (const id of this.#passwords.keys()) if (!kept.has(id)) this.#passwords.delete(id)
  }

  enqueue(id: string): void {
    if (this.#tasks.has(id)) return
    this.#unsavedFailures.delete(id)
    this.#tasks.start(
      id,
      (signal) => this.#work(id, signal),
      () => this.#options.onDocument(id),
    )
  }

  /** Resolves when a document is read, or could not be. Rejects with the signal's reason. */
  async done(id: string, signal: AbortSignal): Promise<void> {
    await rejectOnAbort(this.#tasks.done(id), signal)
  }

  /** Aborts a reading; resolves when it has stopped. The next start of the app reads the document again. */
  async interrupt(id: string): Promise<void> {
    await this.#tasks.interrupt(id)
  }

  async interruptAll(): Promise<void> {
    await this.#tasks.interruptAll()
  }

  async #work(id: string, signal: AbortSignal): Promise<void> {
    const { documents } = this.#options
    let release: (() => void) | undefined
    try {
      release = await this.#turns.acquire({ purpose: 'document', conversationId: '', targetId: id }, signal)
      documents.requireKnownKind(id)
      documents.setState(id, 'reading')
      this.#options.onDocument(id)
      await this.#read(id, signal)
    } catch (error) {
      if (signal.aborted) return
      report('A document could not be read.', error)
      this.#fail(id, error)
    } finally {
      release?.()
    }
  }

  async #read(id: string, signal: AbortSignal): Promise<void> {
    const { documents, reader, onDocument } = this.#options
    const { source, close } = await this.#open(id)
    const notify = new Throttle(progressMs, () => onDocument(id))
    const onProgress = (progress: ReadingProgress) => {
      this.#progress.set(id, progress)
      notify.call()
    }
    try {
      signal.throwIfAborted()
      const document = await reader.read(this.#withPassword(id, source), signal, {
        ...this.#languagesOf(id),
        onProgress,
      })
      signal.throwIfAborted()
      if (document.pages.every(({ status }) => status !== 'read'))
        throw readFailureError('document-empty', document.kind)
      await documents.storeText(id, document, readingRemarks(document), signal)
    } finally {
      notify.stop()
      this.#progress.delete(id)
      await close()
    }
  }

  /** Those of the reader for a document of an earlier version. */
  #languagesOf(id: string): Pick<ReadOptions, 'languages'> {
    const languages = this.#options.documents.languages(id)
    return languages.length > 0 ? { languages } : {}
  }

  #withPassword(id: string, source: DocumentSource): DocumentSource {
    const password = this.#passwords.get(id)
    return password === undefined ? source : { ...source, password }
  }

  async #open(id: string): Promise<{ readonly source: DocumentSource; readonly close: () => Promise<void> }> {
    const { documents, originals } = this.#options
    const { kind } = documents.get(id)
    const original = await originals.open(id)
    if (original) {
      const { file, size } = original
      return { source: sourceOfFile(kind, file, size), close: () => file.close() }
    }
    const bytes = documents.storedBytes(id)
    if (!bytes) throw unreadableError('Its content is missing. Add the file again.')
    return { source: sourceOfBytes(kind, bytes), close: async () => {} }
  }

  #fail(id: string, error: unknown): void {
    const { code, message } = toFailure(error)
    if (code === 'document-password') this.#passwords.delete(id)
    try {
      this.#options.documents.fail(id, { code, message })
    } catch (writeError) {
      if (writeError instanceof AppError && writeError.code === 'not-found') return // it was removed meanwhile
      this.#unsavedFailures.set(id, { code, message })
    }
  }
}
