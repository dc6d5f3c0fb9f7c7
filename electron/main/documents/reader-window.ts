import { app, BrowserWindow, MessageChannelMain, type Session, session } from 'electron'
import type { ReadRequest } from '../../../contract/reader.js'
import { bundlePath } from '../paths.js'
import { registerScheme, scheme } from '../window/scheme.js'
import { readerLimits } from './limits.js'
import { checkResult, type Reader, unreadableError } from './reader.js'

const readerOrigin = `${scheme}://reader/`

/** Readers in hidden sandboxed windows, one per document. They can load only their own files. */
export function createReaderWindows(): Reader {
  let readerSession: Session | undefined
  return {
    async read(request, signal) {
      signal.throwIfAborted()
      readerSession ??= createSession()
      const window = createWindow(readerSession)
      try {
        return checkResult(await readInWindow(window, request, signal), request)
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

/** Resolves with the message that the window sends; rejects when it dies, exceeds a limit, or the signal aborts. */
async function readInWindow(window: BrowserWindow, request: ReadRequest, signal: AbortSignal): Promise<unknown> {
  const { port1, port2 } = new MessageChannelMain()
  const aborter = new AbortController()
  try {
    return await new Promise((resolve, reject) => {
      const fail = (why?: string) => reject(unreadableError(why))
      const deadline = setTimeout(
        () => fail(`It took longer than ${readerLimits.maxTimeMs / 1_000} seconds.`),
        readerLimits.maxTimeMs,
      )
      const memoryCheck = setInterval(() => {
        if (memoryOf(window) > readerLimits.maxMemoryBytes) fail('It needed too much memory.')
      }, readerLimits.memoryCheckMs)
      aborter.signal.addEventListener('abort', () => {
        clearTimeout(deadline)
        clearInterval(memoryCheck)
      })
      signal.addEventListener('abort', () => reject(signal.reason), { signal: aborter.signal })
      window.webContents.once('render-process-gone', () => fail())
      window.once('closed', () => fail())
      port1.once('message', ({ data }) => resolve(data))
      port1.start()
      window
        .loadURL(`${readerOrigin}index.html`)
        .then(() => {
          window.webContents.postMessage('port', null, [port2])
          port1.postMessage(request)
        })
        .catch(() => fail())
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
