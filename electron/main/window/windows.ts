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

/** The windows that people see, by what they show. The hidden readers are none of them. */
export type WindowName = 'main' | 'settings'

const pages: Readonly<Record<WindowName, string>> = { main: 'index.html', settings: 'settings.html' }

const all = new Set<BrowserWindow>()
/** The newest of each name. */
const windows = new Map<WindowName, BrowserWindow>()
const ownPages = new WeakSet<WebContents>()
const closing = new WeakSet<BrowserWindow>()

/**
 * A window goes in steps: it says that it closes, its page saves what it must and goes, and a moment later it is destroyed.
 * Between them nothing may be done to it: Electron dies of showing a window whose page goes.
 */
export const isOpen = (window: BrowserWindow): boolean => !window.isDestroyed() && !closing.has(window)

export const openWindows = (): readonly BrowserWindow[] => [...windows.values()].filter(isOpen)

/** The open one in front, for the dialogs that belong to it. */
export const windowInFront = (): BrowserWindow | undefined => openWindows().find((window) => window.isFocused())

/** Also of a window that closes: it still saves. */
export const isOwnPage = (page: WebContents): boolean => ownPages.has(page)

export function findWindow(name: WindowName): BrowserWindow | undefined {
  const window = windows.get(name)
  return window && isOpen(window) ? window : undefined
}

/** Of each window there is one: where it is open it comes to the front. */
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

/** Makes a window on its page of the app, with everything shut that a page does not need. Who asks for it shows it. */
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
  all.add(window)
  window.on('close', () => closing.add(window))
  window.once('closed', () => all.delete(window))
  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason !== 'clean-exit' && isOpen(window)) window.reload()
  })
  void window.loadURL(`${appOrigin}${pages[name]}`)
  return window
}

/** What is seen until the page is drawn. */
export const groundColor = () => (nativeTheme.shouldUseDarkColors ? '#1e1e1f' : '#ffffff')

const closingMs = 1_000

/** Closes the app's windows and waits until they are gone: as it goes, a window still saves its draft and its view. */
export async function closeWindows(): Promise<void> {
  await Promise.all([...all].filter((window) => !window.isDestroyed()).map(close))
}

function close(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    const stuck = setTimeout(() => window.destroy(), closingMs)
    window.once('closed', () => {
      clearTimeout(stuck)
      resolve()
    })
    if (isOpen(window)) window.close()
  })
}
