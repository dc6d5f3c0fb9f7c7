import { type BrowserWindow, screen, systemPreferences } from 'electron'
import type { SettingsPaneName } from '../../../contract/support-requests.js'
import { emitTo } from '../ipc.js'
import { followFieldMenus } from './context-menu.js'
import { placeOnScreen, withHeight } from './on-screen.js'
import type { ViewStateFile } from './view-state.js'
import { bringToFront, createWindow, findWindow, initialBackground, isOpen } from './windows.js'

const width = 760
/** The window stays hidden until its page reports the height of its pane. */
const initialHeight = 240
/** A page that reports no height by then is shown as it is. */
const maxHiddenMs = 10_000

const neverShown = new WeakSet<BrowserWindow>()

/** The pane with which the window opens. */
let pane: SettingsPaneName = 'General'

export const settingsPane = (): SettingsPaneName => pane

/**
 * Opens the Settings window at its last position, or brings it to the front. Without a pane a new window has the first one, and
 * an open one stays as it is.
 */
export function showSettingsWindow(state: ViewStateFile, wanted?: SettingsPaneName): BrowserWindow {
  pane = wanted ?? 'General'
  const open = findWindow('settings')
  if (!open) return create(state)
  bringToFront(open)
  if (wanted) emitTo(open, 'settingsPane', wanted)
  return open
}

function create(state: ViewStateFile): BrowserWindow {
  const isMac = process.platform === 'darwin'
  const window = createWindow('settings', {
    ...placeOnScreen(state.settingsPlace, screen.getAllDisplays()),
    width,
    height: initialHeight,
    useContentSize: true,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    title: 'Settings',
    titleBarStyle: isMac ? 'hidden' : 'default',
    backgroundColor: initialBackground(),
  })
  followFieldMenus(window)
  neverShown.add(window)
  const timer = setTimeout(() => showOnce(window), maxHiddenMs)
  window.once('closed', () => clearTimeout(timer))
  window.webContents.once('render-process-gone', () => showOnce(window))
  window.webContents.once('did-fail-load', () => showOnce(window))
  for (const event of ['moved', 'close'] as const) {
    window.on(event as 'close', () => {
      const [x = 0, y = 0] = window.getPosition()
      state.saveSettingsPlace({ x, y })
    })
  }
  return window
}

/** Sets the height of the window's content in CSS pixels; macOS settings windows fit their pane. */
export function fitSettingsWindow(height: number): void {
  const window = findWindow('settings')
  if (!window) return
  const content = window.getContentBounds()
  const { workArea } = screen.getDisplayMatching(content)
  const isAnimated = window.isVisible() && !systemPreferences.getAnimationSettings().prefersReducedMotion
  window.setContentBounds(withHeight(content, height, workArea), isAnimated)
  showOnce(window)
}

/** Shows the window once, so that a window that the user hid stays hidden. */
function showOnce(window: BrowserWindow): void {
  if (neverShown.delete(window) && isOpen(window)) window.show()
}
