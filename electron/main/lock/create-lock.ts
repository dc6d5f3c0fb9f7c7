import { powerMonitor } from 'electron'
import type { Settings } from '../../../contract/settings.js'
import { closeNotifications } from '../window/notify-end.js'
import { closeWindows, findWindow, openWindows, reloadWindow } from '../window/windows.js'
import { AppLock } from './app-lock.js'
import { createAuthenticator } from './authenticator.js'
import { isLocked, onLock } from './lock-state.js'

/** A page that has not left by then is ended: it hangs, and would go on showing a conversation. */
const maxLeavingMs = 2_000

/** Makes the lock of this app, and locks it if the lock is on. Call before the first window opens. */
export function createLock(settings: () => Settings): AppLock {
  const lock = new AppLock({
    authenticator: createAuthenticator(),
    settings,
    idleSeconds: () => powerMonitor.getSystemIdleTime(),
    prepare: () => closeWindows('settings'),
    plan(work, ms) {
      const timer = setTimeout(work, ms)
      return () => clearTimeout(timer)
    },
  })
  onLock(() => {
    if (isLocked()) hideEverything()
    else for (const window of openWindows('main')) reloadWindow(window)
  })
  // The last two are told on macOS only.
  powerMonitor.on('suspend', () => void lock.lock())
  powerMonitor.on('lock-screen', () => void lock.lock())
  powerMonitor.on('user-did-resign-active', () => void lock.lock())
  lock.begin()
  lock.planIdle()
  return lock
}

/** What is typed in the quick entry stays in it, and it can't be opened while Parley is locked. */
function hideEverything(): void {
  findWindow('quick')?.hide()
  closeNotifications()
  for (const window of openWindows('main')) {
    const { webContents } = window
    const before = webContents.mainFrame.url
    reloadWindow(window)
    const timer = setTimeout(() => {
      if (isLocked() && !window.isDestroyed() && webContents.mainFrame.url === before)
        webContents.forcefullyCrashRenderer()
    }, maxLeavingMs)
    webContents.once('did-finish-load', () => {
      clearTimeout(timer)
      // Else the page before could come back with what it showed.
      webContents.navigationHistory.clear()
    })
  }
}
