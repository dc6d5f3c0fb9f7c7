import { countRows } from '../../../contract/batch.js'
import { batchTable } from '../../../contract/batch-table.js'
import type { AssistantMessage, Message, SeenDocument } from '../../../contract/chat.js'
import type { DocumentJob, DocumentState, DocumentView } from '../../../contract/documents.js'
import { AppError } from '../../../contract/errors.js'
import type { Model } from '../../../contract/models.js'
import { projectDocumentIds } from '../../../contract/project.js'
import type { Documents } from '../documents/documents.js'
import { type JobModels, oneModel } from '../documents/job-models.js'
import { type AttachedDocument, numberOf } from '../documents/questions/attachment.js'
import { chooseViews, maxDocumentTokens, type Question } from '../documents/questions/choose-views.js'
import { expandQuestion } from '../documents/questions/expand-question.js'
import { KeptIndex } from '../documents/questions/kept-index.js'
import { PassageIndex } from '../documents/questions/passage-index.js'
import { type ReadAllOptions, readAll } from '../documents/questions/read-all.js'
import { rejectOnAbort } from '../documents/reject-on-abort.js'
import { EngineTurns } from '../documents/summary/engine-turns.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { EngineQueue } from '../engine/engine-queue.js'
import type { Store } from '../store/store.js'
import { documentsOf, type PlacedDocument, placeViews } from './placed-documents.js'

/** What prompts say about documents. */
export interface ToldDocuments {
  /** The summary of a job as text, or undefined while there is none. */
  summaryOf(jobId: string): { readonly name: string; readonly text: string } | undefined
  /** A document with the pages that a reply sees any of; undefined when the document has vanished. */
  documentOf(seen: SeenDocument): AttachedDocument | undefined
  /** The answers of the batch that a message has, as a table; undefined while there are none. */
  batchOf(messageId: string): string | undefined
}

/** What replies see of a batch: about 1,000 tokens, with the beginning of each answer. */
const toldTable = { maxLength: 4_000, maxAnswerLength: 300 }
/** Of batches, kept in memory. */
const maxTables = 50

interface DocumentViewsOptions {
  readonly store: Store
  readonly documents: Pick<Documents, 'document' | 'whenRead' | 'countTokens'>
  readonly engine: EngineClient
  readonly queue: EngineQueue
  /** Absent: replies have the model that is loaded. */
  readonly models?: Pick<JobModels, 'of'>
}

/** Decides what replies see of the documents of a conversation. */
export class DocumentViews {
  readonly #options: DocumentViewsOptions
  readonly #index = new KeptIndex()
  /** The last views of `forNext`, which each keystroke asks for. */
  #next: { readonly key: string; readonly views: Promise<readonly DocumentView[]> } | undefined

  constructor(options: DocumentViewsOptions) {
    this.#options = options
  }

  /**
   * Waits until the documents are read and a model is there, which may be asked for words to search. Throws why a document
   * of the question could not be read; an earlier one is gone then. When the recipe says so, the model reads all that does not
   * fit first, and `onPart` hears of each part.
   */
  async forReply(
    { id, conversationId, recipe }: AssistantMessage,
    signal: AbortSignal,
    onPart: ReadAllOptions['onPart'],
  ): Promise<readonly SeenDocument[]> {
    const { store, documents, engine, queue, models = oneModel } = this.#options
    const path = store.messages.before(id)
    const visible = path.slice(path.findIndex((message) => message.id === recipe?.told.afterId) + 1)
    const lentIds = projectDocumentIds(store.folders.chainOf(conversationId))
    const placed = this.#placed(path, lentIds)
    if (placed.length === 0) return []
    const questionId = path.at(-1)?.id
    for (const { documentId, messageId } of placed) {
      await documents.whenRead([documentId], signal).catch((error: unknown) => {
        // Who asks did not send a document of the project, and sees there that it could not be read.
        const isOwn = messageId === questionId && !lentIds.includes(documentId)
        if (signal.aborted || (isOwn && !isGone(error))) throw error
      })
    }
    const user = { purpose: 'reply', conversationId, targetId: id } as const
    const turns = new EngineTurns(engine, queue, user, signal, { model: models.of(conversationId) })
    const { text, earlier } = questionOf(path)
    const views = await turns.withModel(async (model) => {
      const expand = async () => {
        // The search works without these words.
        const words = model.isDemo ? [] : await expandQuestion(text, turns.ask).catch(() => [])
        signal.throwIfAborted()
        return words
      }
      const question = recipe?.readsAll ? { text, earlier } : { text, earlier, expand }
      return rejectOnAbort(this.#choose(placed, question, model), signal)
    })
    return this.#place(
      placed,
      visible,
      recipe?.readsAll ? await this.#readAll(placed, views, text, turns, onPart) : views,
    )
  }

  /**
   * The same for the next reply, whose question is not there yet: the last one stands for it. Leaves out documents that are
   * still being read. None while no model is loaded.
   *
   * @param lentIds the documents of the project
   */
  async forNext(
    path: readonly Message[],
    visible: readonly Message[],
    lentIds: readonly string[] = [],
  ): Promise<readonly SeenDocument[]> {
    const { status } = this.#options.engine
    const placed = this.#placed(path, lentIds).filter(({ documentId }) => !isUnread(this.#stateOf(documentId)))
    if (status.state !== 'ready' || placed.length === 0) return []
    const question = questionOf(path)
    const { id, contextLength } = status.model
    const states = placed.map(({ documentId }) => [this.#textOf(documentId), this.#stateOf(documentId)])
    const key = JSON.stringify([id, contextLength, states, question])
    if (this.#next?.key !== key) {
      const views = this.#choose(placed, question, status.model)
      this.#next = { key, views }
      views.catch(() => {
        if (this.#next?.key === key) this.#next = undefined
      })
    }
    return this.#place(placed, visible, await this.#next.views)
  }

  #job(id: string): DocumentJob | undefined {
    return orUndefined(() => this.#options.store.jobs.get(id))
  }

  #placed(path: readonly Message[], lentIds: readonly string[]): readonly PlacedDocument[] {
    const known = lentIds.filter((id) => this.#stateOf(id) !== undefined)
    return documentsOf(path, (jobId) => this.#job(jobId)?.documentId, known)
  }

  #place(placed: readonly PlacedDocument[], visible: readonly Message[], views: readonly DocumentView[]) {
    const jobs = visible.flatMap((message) => (message.role === 'document' ? (this.#job(message.jobId) ?? []) : []))
    const summarised = new Set(jobs.flatMap(({ state, documentId }) => (state === 'done' ? [documentId] : [])))
    return placeViews(placed, visible, views, summarised)
  }

  /** Names the text of a document, which is another one in other languages. */
  #textOf(id: string): string {
    return [id, ...(orUndefined(() => this.#options.store.documents.languages(id)) ?? [])].join('+')
  }

  #stateOf(id: string) {
    return orUndefined(() => this.#options.documents.document(id).state)
  }

  /** One view for each document; those that are not read, or have vanished, are gone. */
  async #choose(
    placed: readonly PlacedDocument[],
    question: Question,
    { contextLength }: Pick<Model, 'contextLength'>,
  ): Promise<readonly DocumentView[]> {
    const { documents, engine } = this.#options
    const ids = placed.map(({ documentId }) => documentId)
    const read = ids.filter((id) => this.#stateOf(id) === 'read')
    const tokens = await documents.countTokens(read)
    const maxTokens = maxDocumentTokens(contextLength)
    const count = (texts: readonly string[]) => engine.countTokens(texts)
    // Small documents need not be loaded.
    if ([...tokens.values()].reduce((sum, each) => sum + each, 0) <= maxTokens)
      return ids.map((id) => ({ sees: read.includes(id) ? 'whole' : 'gone' }))
    const asked = await Promise.all(
      read.map(async (id) => ({
        document: await this.#document(id),
        number: numberOf(ids.indexOf(id), ids.length),
        tokens: tokens.get(id),
      })),
    )
    const build = () => PassageIndex.build(asked.map(({ document }) => document.pages))
    const views = await this.#index.use(read.map((id) => this.#textOf(id)).join(' '), build, (index) =>
      chooseViews(asked, question, { maxTokens, count, index }),
    )
    return ids.map((id) => views[read.indexOf(id)] ?? { sees: 'gone' })
  }

  /** Replaces what was found in documents by what the model finds when it reads all of them, if that is anything. */
  async #readAll(
    placed: readonly PlacedDocument[],
    views: readonly DocumentView[],
    question: string,
    engine: EngineTurns,
    onPart: ReadAllOptions['onPart'],
  ): Promise<readonly DocumentView[]> {
    const { store, documents } = this.#options
    const searched = placed.flatMap(({ documentId }, at) =>
      views[at]?.sees === 'passages' ? [{ documentId, at }] : [],
    )
    const whole = placed.flatMap(({ documentId }, at) => (views[at]?.sees === 'whole' ? [documentId] : []))
    if (searched.length === 0) return views
    const used = await documents.countTokens(whole)
    const { contextLength } = await engine.model()
    const toRead = await Promise.all(
      searched.map(async ({ documentId, at }) => ({
        id: documentId,
        number: numberOf(at, placed.length),
        pages: await store.documents.pages(documentId),
      })),
    )
    const read = await readAll(toRead, question, {
      engine,
      findings: store.findings,
      maxTokens: maxDocumentTokens(contextLength) - [...used.values()].reduce((sum, each) => sum + each, 0),
      onPart,
    })
    const hasFound = read.some(({ pieces }) => pieces.length > 0)
    return views.map((view, at) => {
      const found = read[searched.findIndex((each) => each.at === at)]
      if (!found || view.sees !== 'passages') return view
      return { sees: 'passages', pieces: hasFound ? found.pieces : view.pieces, partsRead: found.parts }
    })
  }

  async #document(id: string): Promise<AttachedDocument> {
    const { documents } = this.#options.store
    return { name: documents.get(id).name, pages: await documents.pages(id) }
  }
}

const isUnread = (state: DocumentState | undefined) => state === 'waiting' || state === 'reading'

/** The last question of a path, and those before it. */
function questionOf(path: readonly Message[]): { readonly text: string; readonly earlier: readonly string[] } {
  const questions = path.flatMap((message) =>
    message.role === 'user' && message.text.trim() !== '' ? [message.text] : [],
  )
  return { text: questions.at(-1) ?? '', earlier: questions.slice(0, -1) }
}

/** Reads from the store what prompts say about documents. */
export function createToldDocuments(
  { documents, batches }: Pick<Store, 'documents' | 'batches'>,
  summaryOf: ToldDocuments['summaryOf'],
): ToldDocuments {
  const pagesOf = (seen: SeenDocument) => {
    switch (seen.sees) {
      case 'whole':
        return documents.pagesNow(seen.documentId)
      case 'passages':
        return [...new Set(seen.pieces.map(({ page }) => page))].map((page) => documents.page(seen.documentId, page))
      case 'summary':
      case 'gone':
        return []
    }
  }
  const tableOf = createTables(batches)
  return {
    summaryOf: (jobId) => orUndefined(() => summaryOf(jobId)),
    documentOf: (seen) => orUndefined(() => ({ name: documents.get(seen.documentId).name, pages: pagesOf(seen) })),
    batchOf: (messageId) => orUndefined(() => tableOf(messageId)),
  }
}

/** Makes the table of a batch again only when a row has changed: the context meter asks for it at each key. */
function createTables(batches: Store['batches']): (messageId: string) => string | undefined {
  const known = new Map<string, { readonly revision: number; readonly table: string | undefined }>()
  return (messageId) => {
    const revision = batches.revision(messageId)
    const before = known.get(messageId)
    if (before?.revision === revision) return before.table
    const batch = batches.get(messageId)
    const table = countRows(batch).done > 0 ? batchTable(batch, toldTable) : undefined
    if (known.size >= maxTables) known.clear()
    known.set(messageId, { revision, table })
    return table
  }
}

/** Undefined for what has vanished from the store. */
function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  }
}

const isGone = (error: unknown) => error instanceof AppError && error.code === 'not-found'
