import {
  app,
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  nativeTheme,
  type WebContents,
  type WebPreferences,
} from 'electron'
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

export const isWindowName = (value: unknown): value is WindowName =>
  typeof value === 'string' && Object.hasOwn(pages, value)

const allWindows = new Set<BrowserWindow>()
/** The newest window of each name. */
const windows = new Map<WindowName, BrowserWindow>()
const ownPages = new WeakSet<WebContents>()
const closing = new WeakSet<BrowserWindow>()

/**
 * False from the `close` event on. The page then still saves before the window is destroyed, and Electron crashes when
 * such a window is shown.
 */
export const isOpen = (window: BrowserWindow): boolean => !window.isDestroyed() && !closing.has(window)

export const openWindows = (): readonly BrowserWindow[] => [...windows.values()].filter(isOpen)

/** The open window that has the focus, as the parent of dialogs. */
export const windowInFront = (): BrowserWindow | undefined => openWindows().find((window) => window.isFocused())

/** Also true for a window that closes, because its page still saves. */
export const isOwnPage = (page: WebContents): boolean => ownPages.has(page)

export function findWindow(name: WindowName): BrowserWindow | undefined {
  const window = windows.get(name)
  return window && isOpen(window) ? window : undefined
}

/** Returns the open window of this name after it brought it to the front; undefined when there is none. */
export function bringToFront(name: WindowName): BrowserWindow | undefined {
  const window = findWindow(name)
  if (!window) return undefined
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
  return window
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
  windows.set(name, window)
  ownPages.add(window.webContents)
  allWindows.add(window)
  window.on('close', () => closing.add(window))
  window.once('closed', () => allWindows.delete(window))
  watchWindow(window, { isOpen: () => isOpen(window), reload: () => load(window, name), crashPage: crashPageOf(name) })
  load(window, name)
  return window
}

function load(window: BrowserWindow, name: WindowName): void {
  void window.loadURL(`${appOrigin}${pages[name]}`).catch(() => undefined) // another load, or the end of the window, came first
}

const crashPageOf = (name: WindowName) => `${appOrigin}stopped.html?${name}`

/** Loads the page of an open window again. */
export function reloadWindow(name: WindowName): void {
  const window = findWindow(name)
  if (window) load(window, name)
}

/** Background of a window until its page is drawn. */
export const initialBackground = () => (nativeTheme.shouldUseDarkColors ? '#1e1e1f' : '#ffffff')

/** Destroys a window that takes longer to close. */
const maxClosingMs = 1_000

/** Closes every window and resolves when all are destroyed; each page first saves its draft and its view. */
export async function closeWindows(): Promise<void> {
  await Promise.all([...allWindows].filter((window) => !window.isDestroyed()).map(close))
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
