import { afterEvent, type Batch, type BatchEvent } from '../../../../contract/batch.js'
import type { UserMessage } from '../../../../contract/chat.js'
import { isTableKind } from '../../../../contract/documents.js'
import { AppError, toFailure } from '../../../../contract/errors.js'
import type { ReplySettings } from '../../../../contract/settings.js'
import type { EngineClient } from '../../engine/engine-client.js'
import type { EngineQueue } from '../../engine/engine-queue.js'
import type { NewRow } from '../../store/batches.js'
import type { Store } from '../../store/store.js'
import { titleFrom } from '../../store/title.js'
import { refuseTrashed } from '../../trash/refuse-trashed.js'
import type { Documents } from '../documents.js'
import { ignoreGone } from '../ignore-gone.js'
import { type JobModels, oneModel } from '../job-models.js'
import { EngineTurns } from '../summary/engine-turns.js'
import { Tasks } from '../tasks.js'
import { createAskAboutRow } from './ask-about-row.js'
import { batchCsv } from './batch-csv.js'
import { runBatch } from './run-batch.js'
import { tableRows } from './table-rows.js'

export interface BatchesOptions {
  readonly store: Store
  readonly engine: EngineClient
  readonly queue: EngineQueue
  /** Absent: the one that is loaded. */
  readonly models?: JobModels
  readonly documents: Pick<Documents, 'document' | 'documentsOf' | 'whenRead' | 'readAgain'>
  /** A batch is new. Called before its message. */
  readonly onBatch: (batch: Batch) => void
  /** `batch` is as it is after the event. */
  readonly onEvent: (batch: Batch, event: BatchEvent) => void
  /** Work on a batch of this conversation has ended, for now at least. */
  readonly onIdle: (conversationId: string) => void
  readonly onMessage: (message: UserMessage) => void
  /** A document went from this composer to a message. */
  readonly onDocumentSent: (documentId: string, composer: string | null) => void
}

/** What a batch asks about. */
interface Plan {
  readonly source: Batch['source']
  readonly columns: readonly string[]
  readonly rows: readonly NewRow[]
}

/** A window holds all rows of a batch. */
const maxRows = 5_000

/**
 * Batches: one prompt over several documents, or over the rows of a table. Each row takes its own turn of the engine, so
 * that a reply waits for one row at most.
 */
export class Batches {
  readonly #options: BatchesOptions
  readonly #tasks = new Tasks()
  /** Batches as they are now: the store has no running rows, nor what it could not save. */
  readonly #current = new Map<string, Batch>()

  constructor(options: BatchesOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#tasks.isIdle
  }

  /** Resumes the batches that a quit or a crash interrupted. Call once. */
  start(): void {
    for (const id of this.#options.store.batches.unfinished()) this.#run(id)
  }

  /** Interrupts all batches; `start` resumes them the next time. */
  async stop(): Promise<void> {
    await this.#tasks.interruptAll()
  }

  /**
   * Sends the prompt with what is in a composer, and asks it about each document there, or about each row of the only one,
   * when that is a table. `null` creates a conversation with these settings. Throws `refused` when there is nothing to ask
   * about separately.
   */
  async begin(conversationId: string | null, prompt: string, settings?: ReplySettings): Promise<UserMessage> {
    const { store, documents, onBatch, onMessage, onDocumentSent } = this.#options
    const attached = () => documents.documentsOf(conversationId).filter(({ isAttached }) => isAttached)
    const planned = attached().map(({ id }) => id)
    const plan = await this.#plan(planned)
    const { message, sent, batch } = store.atomically(() => {
      if (conversationId !== null) refuseTrashed(store, conversationId) // it may have been thrown away meanwhile
      if (
        attached()
          .map(({ id }) => id)
          .join() !== planned.join()
      )
        throw new AppError('refused', 'The documents have changed. Send it again.')
      const id = conversationId ?? store.conversations.create(titleFrom(prompt), settings).id
      const { id: messageId } = store.messages.addRequest(id, prompt)
      const sent = store.documents.send(conversationId, id, messageId)
      store.drafts.save(conversationId, '')
      const batch = store.batches.create(messageId, plan.source, plan.columns, plan.rows)
      return { message: store.messages.get(messageId) as UserMessage, sent, batch }
    })
    for (const { id } of sent) onDocumentSent(id, conversationId)
    onBatch(batch)
    onMessage(message)
    this.#run(batch.messageId)
    return message
  }

  /** Keeps the finished rows. Resolves when the batch has stopped. */
  async pause(messageId: string): Promise<void> {
    await this.#tasks.interrupt(messageId)
    this.#apply(messageId, { type: 'paused' })
  }

  /** Pauses what runs in a conversation. */
  async pauseAll(conversationId: string): Promise<void> {
    for (const { messageId, state } of this.of(conversationId)) if (state === 'running') await this.pause(messageId)
  }

  async cancel(messageId: string): Promise<void> {
    await this.#tasks.interrupt(messageId)
    this.#apply(messageId, { type: 'cancelled' })
  }

  resume(messageId: string): void {
    if (this.#tasks.has(messageId)) return
    this.#apply(messageId, { type: 'resumed' })
    this.#run(messageId)
  }

  /** Asks again about each row that failed; a document that could not be read is read again. */
  async retryFailed(messageId: string): Promise<void> {
    await this.#tasks.interrupt(messageId)
    for (const { state, documentId } of this.get(messageId).rows)
      if (state === 'failed') ignoreGone(() => this.#options.documents.readAgain(documentId))
    this.#apply(messageId, { type: 'failed-retried' })
    this.#run(messageId)
  }

  get(messageId: string): Batch {
    return this.#current.get(messageId) ?? this.#options.store.batches.get(messageId)
  }

  has(messageId: string): boolean {
    return this.#tasks.has(messageId)
  }

  of(conversationId: string): readonly Batch[] {
    const stored = this.#options.store.batches.ofConversation(conversationId)
    return stored.map((batch) => this.#current.get(batch.messageId) ?? batch)
  }

  csv(messageId: string): string {
    const { batches } = this.#options.store
    return batchCsv(this.get(messageId), {
      columns: batches.columns(messageId),
      cells: batches.allCells(messageId),
    })
  }

  async #plan(documentIds: readonly string[]): Promise<Plan> {
    const { store, documents } = this.#options
    const attached = documentIds.map((id) => documents.document(id))
    const [first] = attached
    if (!first || (attached.length === 1 && !isTableKind(first.kind)))
      throw new AppError('refused', 'Add two or more documents, or one table, to ask about each separately.')
    if (attached.length > 1) {
      const rows = attached.map(({ id, name }) => ({ documentId: id, cells: [name] }))
      return { source: 'documents', columns: ['Document'], rows: withinLimit(rows) }
    }
    if (first.state !== 'read') throw new AppError('refused', `${first.name} is not read yet.`)
    const table = tableRows(await store.documents.pages(first.id), maxRows + 1)
    if (!table || table.rows.length === 0) throw new AppError('refused', `${first.name} has no table with rows.`)
    const rows = table.rows.map((cells) => ({ documentId: first.id, cells }))
    return { source: 'table', columns: table.columns, rows: withinLimit(rows) }
  }

  #run(id: string): void {
    const batch = this.get(id)
    if (this.#tasks.has(id) || batch.state !== 'running') return
    this.#current.set(id, batch)
    this.#tasks.start(
      id,
      (signal) => this.#work(id, signal),
      () => ignoreGone(() => this.#options.onIdle(batch.conversationId)),
    )
  }

  async #work(id: string, signal: AbortSignal): Promise<void> {
    const { store, engine, queue, documents, models = oneModel } = this.#options
    let leave: (() => void) | undefined
    try {
      const batch = this.get(id)
      const { conversationId } = batch
      leave = await models.enter(conversationId, signal)
      const user = { purpose: 'document', conversationId, targetId: id } as const
      // An answer may be one long paragraph, unlike a note.
      const model = models.of(conversationId)
      const turns = new EngineTurns(engine, queue, user, signal, { model, maxLineLength: Number.POSITIVE_INFINITY })
      const prompt = (store.messages.get(id) as UserMessage).text
      const ask = createAskAboutRow({ batch, prompt, store, documents, turns })
      const running = {
        current: batch,
        apply: (event: BatchEvent) => {
          running.current = this.#apply(id, event)
        },
      }
      await runBatch(running, ask, signal)
      // After an abort a row may still be shown as running; who interrupts says what becomes of it.
      if (!signal.aborted) this.#current.delete(id)
    } catch (error) {
      if (!signal.aborted) this.#fail(id, error)
    } finally {
      leave?.()
    }
  }

  /** Stores an event and tells the windows. Returns the batch after it. */
  #apply(id: string, event: BatchEvent): Batch {
    const { store, onEvent } = this.#options
    const before = this.get(id)
    const batch = afterEvent(before, event)
    if (batch === before) return batch
    store.batches.save(batch, event)
    if (this.#current.has(id)) this.#current.set(id, batch)
    onEvent(batch, event)
    if (batch.state !== 'running') this.#current.delete(id)
    return batch
  }

  /** The store could not save an event. Until the app starts again, the batch is shown as failed. */
  #fail(id: string, cause: unknown): void {
    const { code, message } = toFailure(cause)
    ignoreGone(() => {
      const event = { type: 'failed', error: { code, message } } as const
      const batch = afterEvent(this.get(id), event)
      this.#current.set(id, batch)
      this.#options.onEvent(batch, event)
    })
  }
}

function withinLimit(rows: readonly NewRow[]): readonly NewRow[] {
  if (rows.length <= maxRows) return rows
  const limit = maxRows.toLocaleString('en')
  throw new AppError('refused', `There are more than ${limit} rows. At most ${limit} can be asked about at once.`)
}
