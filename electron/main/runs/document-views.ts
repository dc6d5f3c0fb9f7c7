import type { AssistantMessage, DocumentView, Message } from '../../../contract/chat.js'
import type { DocumentPage } from '../../../contract/documents.js'
import type { Documents } from '../documents/documents.js'
import { documentBlock } from '../documents/summary/prompts.js'
import type { EngineClient } from '../engine/engine-client.js'
import type { Store } from '../store/store.js'

/** What prompts say about documents. */
export interface ToldDocuments {
  /** The summary of a job as text, or undefined while there is none. */
  summaryOf(jobId: string): { readonly name: string; readonly text: string } | undefined
  /** The text of a document as a reply sees it; undefined when it sees none. */
  textOf(view: DocumentView): string | undefined
}

/** The share of the context that whole documents may have. */
const documentShare = 1 / 2

export const documentBudget = (contextLength: number) => Math.floor(contextLength * documentShare)

/** A document of a message, where it stands first. */
export interface PlacedDocument {
  readonly messageId: string
  readonly documentId: string
}

/**
 * The documents of messages, each where the model sees it first: with the question that it was sent with, or with its
 * summary. A message that only asks for summaries says nothing by itself.
 */
export function placedDocuments(
  messages: readonly Message[],
  documentOf: (jobId: string) => string | undefined,
): readonly PlacedDocument[] {
  const placed = new Map<string, PlacedDocument>()
  for (const message of messages) {
    for (const documentId of documentsOf(message, documentOf))
      if (!placed.has(documentId)) placed.set(documentId, { messageId: message.id, documentId })
  }
  return [...placed.values()]
}

function documentsOf(message: Message, documentOf: (jobId: string) => string | undefined): readonly string[] {
  if (message.role === 'user') return message.text === '' ? [] : (message.documentIds ?? [])
  if (message.role === 'assistant') return []
  const id = documentOf(message.jobId)
  return id === undefined ? [] : [id]
}

/**
 * Decides what a reply sees of each document: the newest ones whole, as long as they fit into `budget` together. Of the
 * others it sees the summary, where there is one.
 */
export function chooseViews(
  placed: readonly PlacedDocument[],
  tokensOf: (documentId: string) => number,
  budget: number,
): readonly DocumentView[] {
  let left = budget
  const views = placed.toReversed().map((each): DocumentView => {
    const tokens = tokensOf(each.documentId)
    if (tokens > left) return { ...each, view: 'summary' }
    left -= tokens
    return { ...each, view: 'whole' }
  })
  return views.toReversed()
}

interface DocumentViewsOptions {
  readonly store: Store
  readonly documents: Pick<Documents, 'document' | 'whenRead' | 'countTokens'>
  readonly engine: EngineClient
}

/** Decides what replies see of the documents of a conversation. */
export class DocumentViews {
  readonly #options: DocumentViewsOptions

  constructor(options: DocumentViewsOptions) {
    this.#options = options
  }

  /** Waits until the documents are read and a model is there. Throws why a document could not be read. */
  async forReply({ id, recipe }: AssistantMessage, signal: AbortSignal): Promise<readonly DocumentView[]> {
    const { store, documents, engine } = this.#options
    const path = store.messages.before(id)
    const visible = path.slice(path.findIndex((message) => message.id === recipe?.told.afterId) + 1)
    const placed = this.#placed(visible)
    if (placed.length === 0) return []
    await documents.whenRead(
      placed.map(({ documentId }) => documentId),
      signal,
    )
    const { contextLength } = await engine.ready(signal)
    return this.#choose(placed, contextLength)
  }

  /** The same for messages that the next reply would see, without the documents that are not read. */
  async forNext(visible: readonly Message[], contextLength: number): Promise<readonly DocumentView[]> {
    const { documents } = this.#options
    const placed = this.#placed(visible).filter(({ documentId }) => documents.document(documentId).state === 'read')
    return placed.length === 0 ? [] : this.#choose(placed, contextLength)
  }

  #placed(messages: readonly Message[]): readonly PlacedDocument[] {
    const { jobs } = this.#options.store
    return placedDocuments(messages, (jobId) => jobs.get(jobId).documentId)
  }

  async #choose(placed: readonly PlacedDocument[], contextLength: number): Promise<readonly DocumentView[]> {
    const tokens = await this.#options.documents.countTokens(placed.map(({ documentId }) => documentId))
    return chooseViews(placed, (id) => tokens.get(id) ?? 0, documentBudget(contextLength))
  }
}

/** Reads from the store what prompts say about documents. */
export function createToldDocuments(
  { documents }: Pick<Store, 'documents'>,
  summaryOf: ToldDocuments['summaryOf'],
): ToldDocuments {
  const pagesOf = ({ documentId, view, passages = [] }: DocumentView): readonly DocumentPage[] => {
    if (view === 'whole') return documents.pagesNow(documentId)
    const numbers = [...new Set(passages.map(({ page }) => page))]
    return numbers.map((page) => {
      const shown = new Set(passages.filter((each) => each.page === page).map(({ passage }) => passage))
      const whole = documents.page(documentId, page)
      return { ...whole, passages: whole.passages.map((text, index) => (shown.has(index + 1) ? text : '')) }
    })
  }
  return {
    summaryOf,
    textOf(view) {
      if (view.view === 'summary' || view.view === 'gone') return undefined
      return documentBlock(documents.get(view.documentId).name, pagesOf(view), view.view === 'whole')
    },
  }
}
