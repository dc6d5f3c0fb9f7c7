import { type BrowserWindow, screen } from 'electron'
import { followContextMenus } from './context-menu.js'
import { placeOnScreen } from './on-screen.js'
import type { ViewStateFile, WindowState } from './view-state.js'
import { bringToFront, createWindow, initialBackground, isOpen } from './windows.js'

/** Opens the main window, or brings it to the front. */
export const showMainWindow = (state: ViewStateFile): BrowserWindow => bringToFront('main') ?? create(state)

function create(state: ViewStateFile): BrowserWindow {
  const isMac = process.platform === 'darwin'
  const { isMaximized, ...place } = state.window
  const window = createWindow('main', {
    ...placeOnScreen(place, screen.getAllDisplays()),
    minWidth: 640,
    minHeight: 480,
    title: 'Parley',
    titleBarStyle: isMac ? 'hiddenInset' : 'default',
    trafficLightPosition: { x: 19, y: 18 },
    ...(isMac ? { vibrancy: 'sidebar' as const } : { backgroundColor: initialBackground() }),
    // A hidden window continues to read its stream.
    webPreferences: { backgroundThrottling: false },
  })
  followContextMenus(window)
  if (isMaximized) window.maximize()
  window.once('ready-to-show', () => isOpen(window) && window.show())
  for (const event of ['resized', 'moved', 'close', 'maximize', 'unmaximize'] as const) {
    window.on(event as 'close', () => state.saveWindow(stateOf(window)))
  }
  return window
}

function stateOf(window: BrowserWindow): WindowState {
  return { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
}
