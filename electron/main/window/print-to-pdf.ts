import { BrowserWindow, type Session, session } from 'electron'
import { scheme } from './scheme.js'

const printOrigin = `${scheme}://print/`

let printSession: Session | undefined
let pages: readonly string[] = []

/** Prints a page that needs nothing else as PDF, in a hidden sandboxed window without scripts that can load nothing else. */
export async function printToPdf(html: readonly string[]): Promise<Uint8Array> {
  printSession ??= createSession()
  pages = html
  const window = new BrowserWindow({
    show: false,
    skipTaskbar: true,
    focusable: false,
    webPreferences: {
      session: printSession,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      javascript: false,
      devTools: false,
      spellcheck: false,
      images: false,
      webgl: false,
    },
  })
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  try {
    await window.loadURL(printOrigin)
    window.webContents.on('will-frame-navigate', (event) => event.preventDefault())
    return await window.webContents.printToPDF({
      pageSize: 'A4',
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    })
  } finally {
    pages = []
    window.destroy()
  }
}

function createSession(): Session {
  // Without the prefix "persist:" a partition is kept in memory only.
  const created = session.fromPartition('print', { cache: false })
  created.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: url !== printOrigin }))
  created.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  created.setPermissionCheckHandler(() => false)
  created.protocol.handle(scheme, () => {
    const headers = { 'Content-Type': 'text/html; charset=utf-8', 'X-Content-Type-Options': 'nosniff' }
    return new Response(new Blob([...pages]), { headers })
  })
  return created
}
