import { type BrowserWindow, MessageChannelMain, type MessageEvent, type MessagePortMain } from 'electron'
import type { ReadingProgress } from '../../../contract/documents.js'
import type { OcrLanguage } from '../../../contract/ocr-languages.js'
import type { FilePiece, ReadDocument, ReadRequest } from '../../../contract/reader.js'
import type { DocumentSource } from './document-source.js'
import { memoryOf, readerUrl, WindowGone } from './hidden-window.js'
import { readerLimits } from './limits.js'
import { unreadableError } from './reader.js'
import { Reading } from './reading.js'

const { maxTimeMs, maxPictureTimeMs, pagesPerTime, maxMemoryBytes, memoryCheckMs, maxWholeBytes } = readerLimits

/** Gets, now and then and at the end, the reader's memory and the time since it has the document. */
export type OnUse = (use: { readonly bytes: number; readonly ms: number }) => void

interface ReadingOptions {
  readonly source: DocumentSource
  readonly languages: readonly OcrLanguage[]
  readonly signal: AbortSignal
  readonly onUse: OnUse
  /** A window that is gone rejects with `WindowGone`; without, it costs what it had not read, like a limit. */
  readonly rejectsWhenGone: boolean
  readonly onProgress: (progress: ReadingProgress) => void
}

/**
 * Loads the reader's page, gives it the document and collects what it sends. Rejects when the page breaks the rules or the
 * signal aborts; after a limit or a crash returns the pages that were read.
 */
export async function readInWindow(
  window: BrowserWindow,
  { source, languages, signal, onUse, onProgress, rejectsWhenGone }: ReadingOptions,
): Promise<ReadDocument> {
  const { port1, port2 } = new MessageChannelMain()
  const aborter = new AbortController()
  const reading = new Reading(source)
  let started = performance.now()
  const measure = () => {
    const bytes = memoryOf(window)
    onUse({ bytes, ms: performance.now() - started })
    return bytes
  }
  try {
    signal.throwIfAborted()
    const request = await requestFor('read', source, languages)
    return await new Promise((resolve, reject) => {
      const stop = (why = 'The reader stopped.') => {
        const partial = reading.partial(why)
        if (partial) resolve(partial)
        else reject(unreadableError(why))
      }
      const time = new PageTime((what, ms) => stop(`${what} took longer than ${ms / 1_000} seconds.`))
      const memoryCheck = setInterval(() => {
        if (measure() > maxMemoryBytes) stop('It needed too much memory.')
      }, memoryCheckMs)
      aborter.signal.addEventListener('abort', () => {
        time.stop()
        clearInterval(memoryCheck)
      })
      signal.addEventListener('abort', () => reject(signal.reason), { signal: aborter.signal })
      window.webContents.once('render-process-gone', (_, { reason }) => {
        if (rejectsWhenGone) reject(new WindowGone(reason))
        else stop()
      })
      window.once('closed', () => stop())
      const receive = async ({ data }: MessageEvent) => {
        try {
          const received = reading.receive(data)
          if (received.type === 'piece') await sendPiece(port1, source, received)
          if (received.type === 'picture') time.allowPicture()
          if (received.type === 'pages') time.reach(reading.progress.done)
          if (received.type !== 'piece') onProgress(reading.progress)
          if (received.type !== 'end') return
          measure()
          resolve(received.document)
        } catch (error) {
          // A reader that breaks the rules is not heard again.
          port1.close()
          reject(error)
        }
      }
      port1.on('message', (event) => void receive(event))
      port1.start()
      window
        .loadURL(readerUrl)
        .then(() => {
          started = performance.now()
          window.webContents.postMessage('port', null, [port2])
          port1.postMessage(request)
        })
        .catch(() => reject(unreadableError()))
    })
  } finally {
    aborter.abort()
    port1.close()
  }
}

/** `type` is what the window does with the document. A large one is sent piece by piece, when the reader asks for it. */
export async function requestFor(
  type: ReadRequest['type'],
  { kind, size, password, piece }: DocumentSource,
  languages: readonly OcrLanguage[],
): Promise<ReadRequest> {
  const isPieces = size > maxWholeBytes
  return {
    type,
    kind,
    languages,
    size,
    ...(password !== undefined && { password }),
    ...(isPieces ? {} : { bytes: await piece(0, size) }),
  }
}

export async function sendPiece(
  port: MessagePortMain,
  source: DocumentSource,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const answer: FilePiece = { from, bytes: await source.piece(from, to) }
  port.postMessage(answer)
}

/** Calls `onEnd` when a hundred pages take too long, or a picture. */
class PageTime {
  readonly #onEnd: (what: string, ms: number) => void
  #timer: NodeJS.Timeout | undefined
  #hundreds = 0
  #isPicture = false

  constructor(onEnd: (what: string, ms: number) => void) {
    this.#onEnd = onEnd
    this.#start(`${pagesPerTime} pages`, maxTimeMs)
  }

  /** The next page has the time of a picture; after it a hundred pages have their time again. */
  allowPicture(): void {
    this.#isPicture = true
    this.#start('A picture', maxPictureTimeMs)
  }

  reach(pageCount: number): void {
    const hundreds = Math.floor(pageCount / pagesPerTime)
    if (hundreds === this.#hundreds && !this.#isPicture) return
    this.#hundreds = hundreds
    this.#isPicture = false
    this.#start(`${pagesPerTime} pages`, maxTimeMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #start(what: string, ms: number): void {
    this.stop()
    this.#timer = setTimeout(() => this.#onEnd(what, ms), ms)
  }
}
