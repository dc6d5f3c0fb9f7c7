import {
  app,
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  nativeTheme,
  type WebContents,
  type WebPreferences,
} from 'electron'
import { isLocked } from '../lock/lock-state.js'
import { bundlePath } from '../paths.js'
import { appOrigin } from './scheme.js'
import { watchWindow } from './watch-window.js'

/** The visible windows. The hidden reader windows are not among them. */
export type WindowName = 'main' | 'settings' | 'quick'

const pages: Readonly<Record<WindowName, string>> = {
  main: 'index.html',
  settings: 'settings.html',
  quick: 'quick.html',
}

/** In the order of their use, the last used one at the end. */
const allWindows = new Map<BrowserWindow, WindowName>()
const ownPages = new WeakSet<WebContents>()
const closing = new WeakSet<BrowserWindow>()

/**
 * False from the `close` event on. The page then still saves before the window is destroyed, and Electron crashes when
 * such a window is shown.
 */
export const isOpen = (window: BrowserWindow): boolean => !window.isDestroyed() && !closing.has(window)

/** The last used one first; those of one name, or all. */
export const openWindows = (name?: WindowName): readonly BrowserWindow[] =>
  [...allWindows]
    .filter(([window, ownName]) => (name === undefined || name === ownName) && isOpen(window))
    .map(([window]) => window)
    .reverse()

/** Undefined for a hidden window. */
export const nameOf = (window: BrowserWindow): WindowName | undefined => allWindows.get(window)

/** The open window that has the focus, as the parent of dialogs. */
export const windowInFront = (): BrowserWindow | undefined => openWindows().find((window) => window.isFocused())

/** Also true for a window that closes, because its page still saves. */
export const isOwnPage = (page: WebContents): boolean => ownPages.has(page)

/** The open window of this name that was used last. */
export const findWindow = (name: WindowName): BrowserWindow | undefined => openWindows(name)[0]

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
  setLastUsed(window)
}

/** Also where the window manager reports the focus late, or not at all. */
function setLastUsed(window: BrowserWindow): void {
  const name = allWindows.get(window)
  if (name === undefined) return
  allWindows.delete(window)
  allWindows.set(window, name)
}

interface WindowOptions extends Omit<BrowserWindowConstructorOptions, 'webPreferences'> {
  readonly webPreferences?: Pick<WebPreferences, 'backgroundThrottling'>
}

/** Creates a hidden window that loads its page without any privilege that the page does not need. The caller shows it. */
export function createWindow(name: WindowName, { webPreferences, ...options }: WindowOptions): BrowserWindow {
  const isMac = process.platform === 'darwin'
  const window = new BrowserWindow({
    show: false,
    autoHideMenuBar: !isMac,
    ...options,
    webPreferences: {
      ...webPreferences,
      preload: bundlePath('preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      devTools: !app.isPackaged,
      spellcheck: isMac,
      navigateOnDragDrop: false,
    },
  })
  ownPages.add(window.webContents)
  allWindows.set(window, name)
  window.on('focus', () => setLastUsed(window))
  window.on('close', () => closing.add(window))
  window.once('closed', () => allWindows.delete(window))
  watchWindow(window, { isOpen: () => isOpen(window), reload: () => load(window, name), crashPage })
  load(window, name)
  return window
}

function load(window: BrowserWindow, name: WindowName): void {
  void window.loadURL(`${appOrigin}${isLocked() ? 'locked.html' : pages[name]}`).catch(() => undefined) // another load, or the end of the window, came first
}

const crashPage = `${appOrigin}stopped.html`

/** Loads the page of an open window again. */
export function reloadWindow(window: BrowserWindow): void {
  const name = nameOf(window)
  if (name !== undefined && isOpen(window)) load(window, name)
}

/** Background of a window until its page is drawn. */
export const initialBackground = () => (nativeTheme.shouldUseDarkColors ? '#1e1e1f' : '#ffffff')

/** Destroys a window that takes longer to close. */
const maxClosingMs = 1_000

/** Closes every window, or those of one name, and resolves when all are destroyed; each page first saves its draft and its view. */
export async function closeWindows(only?: WindowName): Promise<void> {
  const closed = [...allWindows].filter(
    ([window, name]) => !window.isDestroyed() && (only === undefined || name === only),
  )
  await Promise.all(closed.map(([window]) => close(window)))
}

function close(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => window.destroy(), maxClosingMs)
    window.once('closed', () => {
      clearTimeout(timer)
      resolve()
    })
    if (isOpen(window)) window.close()
  })
}
