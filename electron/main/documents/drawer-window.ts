import { type BrowserWindow, MessageChannelMain, type MessagePortMain } from 'electron'
import type { DrawerMessage, DrawnPage, DrawRequest } from '../../../contract/drawing.js'
import type { OcrLanguage } from '../../../contract/ocr-languages.js'
import { report } from '../log/report.js'
import { readFailureError } from './document-kind.js'
import type { DocumentSource } from './document-source.js'
import { parseDrawerMessage } from './drawer-message.js'
import { createHiddenWindow, killWindow, memoryOf, readerUrl, WindowGone } from './hidden-window.js'
import { drawerLimits, readerLimits } from './limits.js'
import { PieceBudget } from './piece-budget.js'
import { requestFor, sendPiece } from './read-in-window.js'
import { unreadableError } from './reader.js'

const { maxDrawMs, maxOpenMs } = drawerLimits
const { maxMemoryBytes, memoryCheckMs } = readerLimits

interface Waiting {
  readonly resolve: (message: DrawerMessage) => void
  readonly reject: (error: Error) => void
}

/** A hidden window with one open document. After a limit, a crash or a message that breaks the rules it is closed. */
export class DrawerWindow {
  pageCount = 0
  isClosed = false
  readonly #source: DocumentSource
  readonly #window: BrowserWindow
  readonly #port: MessagePortMain
  readonly #memoryCheck: NodeJS.Timeout
  #waiting: Waiting | undefined
  /** Each page may need other parts of the file. */
  #pieces: PieceBudget

  constructor(source: DocumentSource) {
    this.#source = source
    this.#pieces = new PieceBudget(source.size)
    this.#window = createHiddenWindow()
    const { port1, port2 } = new MessageChannelMain()
    this.#port = port1
    port1.on('message', ({ data }) => void this.#receive(data))
    port1.start()
    this.#window.webContents.once('render-process-gone', (_, { reason }) => {
      this.close(this.pageCount === 0 ? new WindowGone(reason) : unreadableError())
    })
    this.#window.once('closed', () => this.close(unreadableError()))
    this.#memoryCheck = setInterval(() => {
      if (memoryOf(this.#window) > maxMemoryBytes) this.close(unreadableError('It needed too much memory.'))
    }, memoryCheckMs)
    this.#window.webContents.once('did-finish-load', () => {
      if (!this.isClosed) this.#window.webContents.postMessage('port', null, [port2])
    })
  }

  /** Throws the code of a `ReadFailure`, or `WindowGone`. */
  async open(languages: readonly OcrLanguage[]): Promise<void> {
    const message = await this.#ask(maxOpenMs, async () => {
      const request = await requestFor('open', this.#source, languages)
      await this.#window.loadURL(readerUrl)
      this.#port.postMessage(request)
    })
    if (message.type === 'opened') this.pageCount = message.pageCount
    else {
      this.close()
      if (message.type === 'failed' && message.code !== 'unknown')
        throw readFailureError(message.code, this.#source.kind)
      throw unreadableError()
    }
  }

  /** Throws `document-unreadable`. */
  async draw(request: DrawRequest): Promise<DrawnPage> {
    const message = await this.#ask(maxDrawMs, async () => this.#port.postMessage(request))
    if (message.type === 'drawn') return message.page
    if (message.type === 'undrawn') throw unreadableError('This page is damaged.')
    const error = unreadableError()
    this.close(error)
    throw error
  }

  /** Whoever waits for the window gets `error`. */
  close(error: Error = unreadableError('It was closed.')): void {
    if (this.isClosed) return
    this.isClosed = true
    clearInterval(this.#memoryCheck)
    this.#port.close()
    void killWindow(this.#window)
    this.#waiting?.reject(error)
  }

  async #ask(maxMs: number, send: () => Promise<void>): Promise<DrawerMessage> {
    const timer = setTimeout(() => this.close(unreadableError(`It took longer than ${maxMs / 1_000} seconds.`)), maxMs)
    this.#pieces = new PieceBudget(this.#source.size)
    try {
      return await new Promise((resolve, reject) => {
        this.#waiting = { resolve, reject }
        send().catch((error) => {
          if (!this.isClosed) report('The window that draws pages did not open.', error)
          this.close(unreadableError())
        })
      })
    } finally {
      clearTimeout(timer)
      this.#waiting = undefined
    }
  }

  async #receive(data: unknown): Promise<void> {
    try {
      const message = parseDrawerMessage(data)
      if (message.type === 'piece') {
        this.#pieces.take(message)
        await sendPiece(this.#port, this.#source, message)
      } else if (this.#waiting) this.#waiting.resolve(message)
      else throw unreadableError()
    } catch (error) {
      this.close(error instanceof Error ? error : unreadableError())
    }
  }
}
