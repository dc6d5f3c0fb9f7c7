import { BrowserWindow, type Session, session } from 'electron'
import { defaultOcrLanguages } from '../../../contract/ocr-languages.js'
import { bundlePath } from '../paths.js'
import { registerScheme, scheme } from '../window/scheme.js'
import { type OnUse, readInWindow } from './read-in-window.js'
import type { Reader } from './reader.js'

const readerOrigin = `${scheme}://reader/`

/** Readers in hidden sandboxed windows, one per document. They can load only their own files. */
export function createReaderWindows(onUse: OnUse = () => {}): Reader {
  let readerSession: Session | undefined
  return {
    async read(source, signal, languages = defaultOcrLanguages) {
      signal.throwIfAborted()
      readerSession ??= createSession()
      const window = createWindow(readerSession)
      try {
        return await readInWindow(window, `${readerOrigin}index.html`, { source, languages, signal, onUse })
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

/** An endless script ignores `destroy`, so its process is killed first. */
function kill(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  window.webContents.forcefullyCrashRenderer()
  window.destroy()
}
