import { app, type BrowserWindow, dialog } from 'electron'
import { report } from '../log/report.js'

interface WatchedWindow {
  readonly isOpen: () => boolean
  /** Loads the window's own page. */
  readonly reload: () => void
  /** The address of the page that says what happened. */
  readonly crashPage: string
}

const safe = 'Nothing is lost: conversations and what you typed are saved, and a reply that was being written goes on.'

/**
 * Shows a page that says what happened when the process of a window's page ends, and asks what to do when the page does not
 * respond. A reload without a word would repeat for ever where the page itself is the cause.
 */
export function watchWindow(window: BrowserWindow, { isOpen, reload, crashPage }: WatchedWindow): void {
  const { webContents } = window
  webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    if (reason === 'clean-exit' || !isOpen()) return
    report(`The page of a window ended: ${reason}.` as const, undefined, { exitCode })
    if (webContents.getURL() === crashPage) void askAfterCrash(window, reload, isOpen)
    else
      void window.loadURL(crashPage).catch((error) => report('The page that says what happened did not load.', error))
  })
  let asking: AbortController | undefined
  const stopAsking = () => {
    asking?.abort()
    asking = undefined
  }
  window.on('responsive', stopAsking)
  window.once('closed', stopAsking)
  window.on('unresponsive', async () => {
    if (asking || !isOpen()) return
    report('A window does not respond.')
    asking = new AbortController()
    const { signal } = asking
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message: 'This window does not respond',
      detail: `${safe} Wait, or load the window again.`,
      buttons: ['Wait', 'Reload'],
      defaultId: 0,
      cancelId: 0,
      signal,
    })
    if (signal.aborted) return
    asking = undefined
    if (response !== 1 || !isOpen()) return
    // A page in an endless loop takes no order to load another one.
    webContents.once('render-process-gone', reload)
    webContents.forcefullyCrashRenderer()
  })
}

/** Not even the page that says what happened stays. */
async function askAfterCrash(window: BrowserWindow, reload: () => void, isOpen: () => boolean): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: 'This window could not be shown',
    detail: safe,
    buttons: ['Reload', 'Quit'],
    defaultId: 0,
  })
  if (response === 1) app.quit()
  else if (isOpen() && !window.isDestroyed()) reload()
}
