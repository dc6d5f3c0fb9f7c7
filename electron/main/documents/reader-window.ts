import { app, BrowserWindow, MessageChannelMain, type Session, session } from 'electron'
import type { ReadDocument, ReadRequest } from '../../../contract/reader.js'
import { bundlePath } from '../paths.js'
import { registerScheme, scheme } from '../window/scheme.js'
import { readerLimits } from './limits.js'
import { type Reader, unreadableError } from './reader.js'
import { Reading } from './reading.js'

const { maxTimeMs, pagesPerTime, maxMemoryBytes, memoryCheckMs } = readerLimits
const readerOrigin = `${scheme}://reader/`

/**
 * Readers in hidden sandboxed windows, one per document. They can load only their own files. `onMemory` gets the bytes that
 * a reader uses, now and then.
 */
export function createReaderWindows(onMemory: (bytes: number) => void = () => {}): Reader {
  let readerSession: Session | undefined
  return {
    async read(request, signal) {
      signal.throwIfAborted()
      readerSession ??= createSession()
      const window = createWindow(readerSession)
      try {
        return await readInWindow(window, request, signal, onMemory)
      } finally {
        kill(window)
        await readerSession.clearStorageData()
      }
    },
  }
}

function createSession(): Session {
  // Without the prefix "persist:" a partition is kept in memory only.
  const readerSession = session.fromPartition('reader', { cache: false })
  readerSession.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !url.startsWith(readerOrigin) }))
  readerSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  readerSession.setPermissionCheckHandler(() => false)
  readerSession.setDevicePermissionHandler(() => false)
  registerScheme(readerSession)
  return readerSession
}

function createWindow(readerSession: Session): BrowserWindow {
  const window = new BrowserWindow({
    show: false,
    skipTaskbar: true,
    focusable: false,
    webPreferences: {
      session: readerSession,
      preload: bundlePath('reader', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      devTools: false,
      backgroundThrottling: false,
      spellcheck: false,
      images: false,
      webgl: false,
    },
  })
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.webContents.on('will-frame-navigate', (event) => event.preventDefault())
  return window
}

/** Rejects when the window fails or the signal aborts; after a limit or a crash, returns the pages that were read. */
async function readInWindow(
  window: BrowserWindow,
  request: ReadRequest,
  signal: AbortSignal,
  onMemory: (bytes: number) => void,
): Promise<ReadDocument> {
  const { port1, port2 } = new MessageChannelMain()
  const aborter = new AbortController()
  const reading = new Reading(request)
  try {
    return await new Promise((resolve, reject) => {
      const stop = (why: string) => {
        const partial = reading.partial(why)
        if (partial) resolve(partial)
        else reject(unreadableError(why))
      }
      let deadline: NodeJS.Timeout | undefined
      const allowTime = () => {
        clearTimeout(deadline)
        deadline = setTimeout(
          () => stop(`${pagesPerTime} pages took longer than ${maxTimeMs / 1_000} seconds.`),
          maxTimeMs,
        )
      }
      let hundreds = 0
      allowTime()
      const memoryCheck = setInterval(() => {
        const bytes = memoryOf(window)
        onMemory(bytes)
        if (bytes > maxMemoryBytes) stop('It needed too much memory.')
      }, memoryCheckMs)
      aborter.signal.addEventListener('abort', () => {
        clearTimeout(deadline)
        clearInterval(memoryCheck)
      })
      signal.addEventListener('abort', () => reject(signal.reason), { signal: aborter.signal })
      window.webContents.once('render-process-gone', () => stop('The reader stopped.'))
      window.once('closed', () => stop('The reader stopped.'))
      port1.on('message', ({ data }) => {
        try {
          const document = reading.receive(data)
          if (document) {
            onMemory(memoryOf(window))
            resolve(document)
          }
          const reached = Math.floor(reading.pageCount / pagesPerTime)
          if (reached === hundreds) return
          hundreds = reached
          allowTime()
        } catch (error) {
          // A reader that breaks the rules is not heard again.
          port1.close()
          reject(error)
        }
      })
      port1.start()
      window
        .loadURL(`${readerOrigin}index.html`)
        .then(() => {
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

function memoryOf(window: BrowserWindow): number {
  if (window.isDestroyed()) return 0
  const pid = window.webContents.getOSProcessId()
  const metric = app.getAppMetrics().find((other) => other.pid === pid)
  return (metric?.memory.workingSetSize ?? 0) * 1024
}

/** An endless script ignores `destroy`, so its process is killed first. */
function kill(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  window.webContents.forcefullyCrashRenderer()
  window.destroy()
}
