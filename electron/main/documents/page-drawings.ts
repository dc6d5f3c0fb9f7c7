import { type DrawnPage, type DrawOptions, isDrawnKind } from '../../../contract/drawing.js'
import { AppError } from '../../../contract/errors.js'
import type { StoredDocuments } from '../store/documents.js'
import { sourceOfFile } from './document-source.js'
import { KeptDrawings } from './kept-drawings.js'
import type { Originals } from './originals.js'
import type { PageDrawer } from './page-drawer.js'

export interface PageDrawingsOptions {
  readonly documents: Pick<StoredDocuments, 'get' | 'languages'>
  readonly originals: Pick<Originals, 'open'>
  readonly drawer: Pick<PageDrawer, 'open' | 'draw' | 'close'>
  /** Undefined for a document without one, and after a restart. */
  readonly passwordOf: (documentId: string) => string | undefined
}

interface Opened {
  readonly documentId: string
  readonly ready: Promise<void>
  close: () => Promise<void>
}

/**
 * The drawings of the document that is shown beside a conversation, made from its original. The file and the drawer's
 * window are opened for the first page and stay open until `close`, or until a page of another document is drawn.
 */
export class PageDrawings {
  readonly #options: PageDrawingsOptions
  readonly #kept = new KeptDrawings()
  #opened: Opened | undefined
  /** The newest request for a drawing, and the newest for the text of a scan: older ones are not wanted any more. */
  readonly #newest = { drawing: new AbortController(), text: new AbortController() }

  constructor(options: PageDrawingsOptions) {
    this.#options = options
  }

  /**
   * Draws a page, from 1. A request that is still waiting when a newer one comes rejects with `interrupted`.
   * Throws `refused` for a kind that has no drawings, `not-found` without an original, and the codes of a reader.
   */
  async draw(documentId: string, page: number, options: DrawOptions): Promise<DrawnPage> {
    const { documents, drawer } = this.#options
    if (!isDrawnKind(documents.get(documentId).kind))
      throw new AppError('refused', 'The pages of this document have no drawing.')
    const key = JSON.stringify([documentId, page, options])
    const kept = this.#kept.get(key)
    if (kept) return kept
    const signal = this.#replace(options.isTextRecognized ? 'text' : 'drawing')
    await this.#open(documentId)
    const drawn = await drawer.draw(page, options, signal)
    this.#kept.add(key, drawn)
    return drawn
  }

  /** Closes the document and forgets its drawings; what is being drawn rejects. */
  async close(): Promise<void> {
    this.#kept.clear()
    const opened = this.#opened
    this.#opened = undefined
    this.#options.drawer.close()
    await opened?.close()
  }

  #replace(kind: 'drawing' | 'text'): AbortSignal {
    this.#newest[kind].abort(new AppError('interrupted', 'Another page is wanted.'))
    this.#newest[kind] = new AbortController()
    return this.#newest[kind].signal
  }

  async #open(documentId: string): Promise<void> {
    if (this.#opened?.documentId !== documentId) {
      const closing = this.close()
      const opened: Opened = { documentId, ready: closing.then(() => this.#begin(opened)), close: async () => {} }
      this.#opened = opened
      opened.ready.catch(() => (this.#opened === opened ? this.close() : undefined))
    }
    await this.#opened?.ready
  }

  async #begin(opened: Opened): Promise<void> {
    const { documents, originals, drawer, passwordOf } = this.#options
    const { documentId } = opened
    const original = await originals.open(documentId)
    if (!original)
      throw new AppError('not-found', 'The file itself is not kept, so its pages cannot be drawn. This is their text.')
    const { file, size } = original
    if (this.#opened !== opened) {
      await file.close()
      throw new AppError('interrupted', 'Another document is shown.')
    }
    opened.close = () => file.close()
    const password = passwordOf(documentId)
    const source = { ...sourceOfFile(documents.get(documentId).kind, file, size), ...(password && { password }) }
    const languages = documents.languages(documentId)
    await drawer.open(source, new AbortController().signal, languages.length > 0 ? languages : undefined)
  }
}
