import { app, BrowserWindow, type Session, session } from 'electron'
import { report } from '../log/report.js'
import { bundlePath } from '../paths.js'
import { registerScheme, scheme } from '../window/scheme.js'
import { unreadableError } from './reader.js'

const readerOrigin = `${scheme}://reader/`
export const readerUrl = `${readerOrigin}index.html`

let readerSession: Session | undefined

/** A hidden sandboxed window for the reader's page. It can load only its own files. */
export function createHiddenWindow(): BrowserWindow {
  readerSession ??= createSession()
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

/** The process of a window ended by itself: the system killed it, or it crashed. */
export class WindowGone extends Error {
  override readonly name = 'WindowGone'
}

/** Repeats work that lost its window, once: a system that is short of memory kills windows, and that is no fault of the file. */
export async function againWhenGone<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof WindowGone)) throw error
    report('A hidden window ended, and its work begins again.', error)
    return work().catch((again: unknown) => {
      throw again instanceof WindowGone ? unreadableError() : again
    })
  }
}

const ending = new Set<Promise<void>>()

/** An endless script ignores `destroy`, so its process is killed first. */
export function killWindow(window: BrowserWindow): Promise<void> {
  if (!window.isDestroyed()) {
    window.webContents.forcefullyCrashRenderer()
    window.destroy()
  }
  const cleared = (readerSession?.clearStorageData() ?? Promise.resolve()).finally(() => ending.delete(cleared))
  ending.add(cleared)
  return cleared
}

/** Resolves when what killed windows left is cleared. A process that exits meanwhile crashes now and then. */
export async function windowsCleared(): Promise<void> {
  await Promise.allSettled(ending)
}

/** In bytes. */
export function memoryOf(window: BrowserWindow): number {
  if (window.isDestroyed()) return 0
  const pid = window.webContents.getOSProcessId()
  const metric = app.getAppMetrics().find((other) => other.pid === pid)
  return (metric?.memory.workingSetSize ?? 0) * 1024
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
