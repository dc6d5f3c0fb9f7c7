import { app, BrowserWindow, type Session, session, type WebContents } from 'electron'
import { scheme } from './scheme.js'

const printOrigin = `${scheme}://print/`

/** Where paper is not A4. */
const letterCountries = ['US', 'CA', 'MX', 'CL', 'CO', 'PH']

/** The title and the number of each page; Chromium fills in what has these classes. */
const pageFoot = `<div style="display: flex; justify-content: space-between; inline-size: 100%; margin: 0 20mm; font: 9px system-ui, sans-serif; color: #6e6e73">
<span class="title" style="overflow: hidden; text-overflow: ellipsis; white-space: nowrap"></span>
<span style="flex: none; margin-inline-start: 10mm"><span class="pageNumber"></span> of <span class="totalPages"></span></span>
</div>`

let printSession: Session | undefined
let pages: readonly string[] = []

/** Prints a page that needs nothing else as PDF. */
export const printToPdf = (html: readonly string[]): Promise<Uint8Array> =>
  inHiddenWindow(html, (page) =>
    page.printToPDF({
      pageSize: letterCountries.includes(app.getLocaleCountryCode()) ? 'Letter' : 'A4',
      generateTaggedPDF: true,
      generateDocumentOutline: true,
      preferCSSPageSize: true,
      // Electron 33 draws nothing in margins that the page itself puts there.
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: pageFoot,
    }),
  )

/** Opens the system's print dialog for a page that needs nothing else. Resolves when it is closed. */
export const printPages = (html: readonly string[]): Promise<void> =>
  inHiddenWindow(html, (page) => new Promise((resolve) => page.print({ printBackground: true }, () => resolve())))

/** Loads a page in a hidden sandboxed window without scripts that can load nothing else. */
async function inHiddenWindow<T>(html: readonly string[], work: (page: WebContents) => Promise<T>): Promise<T> {
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
    return await work(window.webContents)
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
