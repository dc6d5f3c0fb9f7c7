import {
  type DrawnPage,
  type DrawOptions,
  maxDrawnPixelRatio,
  maxDrawnScale,
  maxDrawnWidth,
} from '../../../contract/drawing.js'
import { AppError } from '../../../contract/errors.js'
import { defaultOcrLanguages, type OcrLanguage } from '../../../contract/ocr-languages.js'
import type { DocumentSource } from './document-source.js'
import { DrawerWindow } from './drawer-window.js'
import { againWhenGone } from './hidden-window.js'
import { drawerLimits } from './limits.js'
import { rejectOnAbort } from './reject-on-abort.js'

const { maxIdleMs } = drawerLimits

/**
 * Draws the pages of one document at a time, a PDF or a picture, in a hidden window that it keeps while pages are turned.
 * A window that exceeds a limit, crashes or breaks the rules costs the page; the next page opens a new one.
 */
export class PageDrawer {
  #document: { readonly source: DocumentSource; readonly languages: readonly OcrLanguage[] } | undefined
  #window: DrawerWindow | undefined
  #idle: NodeJS.Timeout | undefined
  /** Ends when the window is free; never rejects. */
  #free: Promise<unknown> = Promise.resolve()

  /**
   * Opens a document in place of the one before. The source must stay readable until `close`.
   * Returns the number of its pages. Throws the code of a `ReadFailure`, or the signal's reason.
   */
  async open(
    source: DocumentSource,
    signal: AbortSignal,
    languages: readonly OcrLanguage[] = defaultOcrLanguages,
  ): Promise<number> {
    this.close()
    this.#document = { source, languages }
    return this.#queue(signal, async () => (await this.#opened()).pageCount)
  }

  /**
   * Draws a page, from 1; pages are drawn one after the other, and an aborted one that has not begun is not drawn.
   * Throws `document-unreadable` or the signal's reason.
   */
  async draw(page: number, options: DrawOptions, signal: AbortSignal): Promise<DrawnPage> {
    if (!isPossible(options)) throw new AppError('refused', 'A page cannot be drawn at this size.')
    return this.#queue(signal, async () => {
      const window = await this.#opened()
      if (!Number.isInteger(page) || page < 1 || page > window.pageCount)
        throw new AppError('not-found', 'The document has no such page.')
      return window.draw({ type: 'draw', page, ...options })
    })
  }

  /** Closes the window at once; what is drawn in it rejects. */
  close(): void {
    this.#document = undefined
    this.#closeWindow()
  }

  #closeWindow(): void {
    clearTimeout(this.#idle)
    this.#window?.close()
    this.#window = undefined
  }

  async #opened(): Promise<DrawerWindow> {
    clearTimeout(this.#idle)
    if (!this.#document) throw new AppError('not-found', 'The document is closed.')
    if (this.#window?.isClosed === false) return this.#window
    const { source, languages } = this.#document
    return againWhenGone(async () => {
      this.#window = new DrawerWindow(source)
      await this.#window.open(languages)
      return this.#window
    })
  }

  async #queue<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const done = this.#free.then(async () => {
      signal.throwIfAborted()
      return work()
    })
    this.#free = done
      .catch(() => {})
      .then(() => {
        clearTimeout(this.#idle)
        if (this.#window) this.#idle = setTimeout(() => this.#closeWindow(), maxIdleMs)
      })
    return rejectOnAbort(done, signal)
  }
}

function isPossible(options: DrawOptions): boolean {
  const [size, maxSize] = 'width' in options ? [options.width, maxDrawnWidth] : [options.scale, maxDrawnScale]
  const { pixelRatio } = options
  return size > 0 && size <= maxSize && pixelRatio > 0 && pixelRatio <= maxDrawnPixelRatio
}
