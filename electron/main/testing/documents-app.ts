import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DocumentMessage, UserMessage } from '../../../contract/chat.js'
import type { AddedDocument, DocumentJob, DocumentState, JobState } from '../../../contract/documents.js'
import type { AddedFile } from '../documents/adding.js'
import { createDocuments, type DocumentSettings, type Documents } from '../documents/documents.js'
import { Originals } from '../documents/originals.js'
import type { Reader } from '../documents/reader.js'
import { EngineQueue } from '../engine/engine-queue.js'
import { openStore } from '../store/open-store.js'
import type { Store } from '../store/store.js'
import { FakeEngine } from './fake-engine.js'
import { goodReader } from './test-document.js'

/** Another content for each number. */
export const fileOf = (name: string, number = 0): AddedFile & { readonly bytes: Uint8Array } => {
  const bytes = new Uint8Array(5_000).fill(number)
  return { name, bytes, size: bytes.length }
}
export const reportFile = fileOf('Harbour report.md')

/** For tests: the documents of an app, with a reader and an engine that the test chooses. */
export class DocumentsApp {
  readonly #root = mkdtempSync(join(tmpdir(), 'parley-documents-'))
  folder = join(this.#root, 'home')
  engine = new FakeEngine()
  reader: Reader = goodReader
  settings: DocumentSettings = { ocrLanguages: ['eng'], keepsOriginals: true }
  /** The ids of jobs, messages and documents in the order of what the app told its windows. */
  readonly messages: (DocumentMessage | UserMessage)[] = []
  readonly removed: (readonly [documentId: string, conversationId: string | null])[] = []
  jobChanges: DocumentJob[] = []
  documentChanges: AddedDocument[] = []
  readings = 0
  store: Store
  originals: Originals
  documents: Documents
  #cleanups: (() => Promise<void> | void)[] = [() => rmSync(this.#root, { recursive: true })]
  #waiters: (() => void)[] = []

  constructor() {
    this.store = this.#openStore()
    this.originals = new Originals(this.folder)
    this.documents = this.open()
  }

  /** Makes the app's documents again, for another engine. */
  open(): Documents {
    const own = this.store
    const isKilled = () => own !== this.store
    const opened = createDocuments({
      store: own,
      engine: this.engine,
      queue: new EngineQueue(),
      reader: {
        read: (...args) => {
          this.readings++
          return this.reader.read(...args)
        },
      },
      originals: this.originals,
      settings: () => this.settings,
      onMessage: (message) => this.messages.push(message),
      onJob: (job) => {
        if (isKilled()) return
        this.jobChanges.push(job)
        this.#wake()
      },
      onDocument: (document) => {
        if (isKilled()) return
        this.documentChanges.push(document)
        this.#wake()
      },
      onSent: () => {},
      onRemoved: (documentId, conversationId) => this.removed.push([documentId, conversationId]),
    })
    this.#cleanups.unshift(() => opened.stop())
    this.documents = opened
    return opened
  }

  /** Starts the app again with the files that a kill at this moment would leave. */
  killAndOpenAgain(): void {
    const killed = this.folder
    this.folder = `${killed}-again`
    cpSync(killed, this.folder, { recursive: true })
    this.jobChanges = []
    this.documentChanges = []
    this.store = this.#openStore()
    this.originals = new Originals(this.folder)
    this.engine = new FakeEngine()
    this.open().start()
  }

  /** Adds files to a composer; returns the ids of all documents in it. */
  async attach(conversationId: string | null, ...files: readonly AddedFile[]): Promise<readonly string[]> {
    await this.documents.addFiles(conversationId, files)
    return this.attachedTo(conversationId)
  }

  attachedTo(conversationId: string | null): readonly string[] {
    const documents = this.documents.documentsOf(conversationId)
    return documents.flatMap(({ id, isAttached }) => (isAttached ? [id] : []))
  }

  /** Adds a file and starts its summary in a new conversation; returns the job's id. */
  async summarise(file: AddedFile = reportFile): Promise<string> {
    await this.documents.addFiles(null, [file])
    const { conversationId } = this.documents.summarise(null)
    return this.documents.jobsOf(conversationId)[0]?.id ?? ''
  }

  async untilJob(matches: (job: DocumentJob) => boolean, id?: string): Promise<DocumentJob> {
    return this.#until(() => this.jobChanges.findLast((job) => id === undefined || job.id === id), matches)
  }

  jobIn(state: JobState, id?: string): Promise<DocumentJob> {
    return this.untilJob((job) => job.state === state, id)
  }

  documentIn(state: DocumentState, id?: string): Promise<AddedDocument> {
    const newest = () => this.documentChanges.findLast((document) => id === undefined || document.id === id)
    return this.#until(newest, (document) => document.state === state)
  }

  /** Resolves when nothing is read or summarised any more. */
  async untilIdle(): Promise<void> {
    while (this.documents.isBusy) await new Promise((resolve) => setImmediate(resolve))
  }

  async close(): Promise<void> {
    for (const step of this.#cleanups) await step()
  }

  async #until<T>(newest: () => T | undefined, matches: (each: T) => boolean): Promise<T> {
    while (true) {
      const found = newest()
      if (found && matches(found)) return found
      await new Promise<void>((resolve) => this.#waiters.push(resolve))
    }
  }

  #openStore(): Store {
    const opened = openStore(this.folder)
    this.#cleanups.unshift(() => opened.close())
    return opened
  }

  #wake(): void {
    for (const wake of this.#waiters.splice(0)) wake()
  }
}
