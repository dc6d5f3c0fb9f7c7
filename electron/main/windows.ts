import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { bundlePath } from './paths.js'
import { appOrigin } from './scheme.js'
import type { ViewStateFile, WindowState } from './view-state.js'

/** Opens the window, or brings the one that is open to the front. */
export function showWindow(state: ViewStateFile): BrowserWindow {
  const open = mainWindow()
  if (open) {
    if (open.isMinimized()) open.restore()
    open.show()
    open.focus()
    return open
  }
  const isMac = process.platform === 'darwin'
  const window = new BrowserWindow({
    ...onScreen(state.window),
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: 'Parley',
    titleBarStyle: isMac ? 'hiddenInset' : 'default',
    trafficLightPosition: { x: 19, y: 18 },
    autoHideMenuBar: !isMac,
    ...(isMac ? { vibrancy: 'sidebar' as const } : { backgroundColor: backgroundColor() }),
    webPreferences: {
      preload: bundlePath('preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      devTools: !app.isPackaged,
      spellcheck: isMac,
      navigateOnDragDrop: false,
      // A reply goes on being shown, and its text kept, in a window that is hidden.
      backgroundThrottling: false,
    },
  })
  if (state.window.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  for (const event of ['resized', 'moved', 'close', 'maximize', 'unmaximize'] as const) {
    window.on(event as 'close', () => state.saveWindow(stateOf(window)))
  }
  window.webContents.on('render-process-gone', (_, { reason }) => {
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.reload()
  })
  void window.loadURL(`${appOrigin}index.html`)
  return window
}

const closingMs = 1_000

/** Closes the app's windows and waits until they are gone: as it goes, a window still saves its draft and its view. */
export async function closeWindows(): Promise<void> {
  await Promise.all(
    ownWindows().map(
      (window) =>
        new Promise<void>((resolve) => {
          const stuck = setTimeout(() => window.destroy(), closingMs)
          window.once('closed', () => {
            clearTimeout(stuck)
            resolve()
          })
          window.close()
        }),
    ),
  )
}

/** Not the hidden readers. */
const ownWindows = () =>
  BrowserWindow.getAllWindows().filter((window) => window.webContents.getURL().startsWith(appOrigin))

const mainWindow = () => ownWindows()[0]

const backgroundColor = () => (nativeTheme.shouldUseDarkColors ? '#1e1e1f' : '#ffffff')

function stateOf(window: BrowserWindow): WindowState {
  return { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
}

/** The saved place, unless the screen that it was on is gone. */
function onScreen(state: WindowState): { width: number; height: number; x?: number; y?: number } {
  const { width, height, x, y } = state
  if (x === undefined || y === undefined) return { width, height }
  const isVisible = screen.getAllDisplays().some(({ workArea }) => {
    const right = workArea.x + workArea.width
    const bottom = workArea.y + workArea.height
    return x + 100 > workArea.x && x + 100 < right && y >= workArea.y && y + 52 < bottom
  })
  return isVisible ? { width, height, x, y } : { width, height }
}
