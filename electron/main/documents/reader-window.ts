import { app, BrowserWindow, MessageChannelMain, type Session, session } from 'electron'
import type { ReadRequest } from '../../../contract/reader.js'
import { bundlePath } from '../paths.js'
import { registerScheme, scheme } from '../window/scheme.js'
import { readerLimits } from './limits.js'
import { checkAnswer, notRead, type Reader } from './reader.js'

const readerOrigin = `${scheme}://reader/`

/** Readers as hidden sandboxed windows, one a document. They reach their own files and nothing else. */
export function createReaderWindows(): Reader {
  let own: Session | undefined
  return {
    async read(request, signal) {
      signal.throwIfAborted()
      own ??= createSession()
      const window = createWindow(own)
      try {
        return checkAnswer(await askWindow(window, request, signal), request)
      } finally {
        kill(window)
        await own.clearStorageData()
      }
    },
  }
}

function createSession(): Session {
  // Without the prefix "persist:" a partition lives in memory.
  const own = session.fromPartition('reader', { cache: false })
  own.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !url.startsWith(readerOrigin) }))
  own.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  own.setPermissionCheckHandler(() => false)
  own.setDevicePermissionHandler(() => false)
  registerScheme(own)
  return own
}

function createWindow(own: Session): BrowserWindow {
  const window = new BrowserWindow({
    show: false,
    skipTaskbar: true,
    focusable: false,
    webPreferences: {
      session: own,
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

/** Resolves with what the window answers; rejects when it dies, is killed at a limit, or the signal aborts. */
async function askWindow(window: BrowserWindow, request: ReadRequest, signal: AbortSignal): Promise<unknown> {
  const { port1, port2 } = new MessageChannelMain()
  const aborter = new AbortController()
  try {
    return await new Promise((resolve, reject) => {
      const fail = (why?: string) => reject(notRead(why))
      const deadline = setTimeout(
        () => fail(`It took longer than ${readerLimits.timeMs / 1_000} seconds.`),
        readerLimits.timeMs,
      )
      const memoryCheck = setInterval(() => {
        if (memoryOf(window) > readerLimits.memoryBytes) fail('It took too much memory.')
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

/** A script that never ends does not hear of `destroy`; its process does. */
function kill(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  window.webContents.forcefullyCrashRenderer()
  window.destroy()
}
