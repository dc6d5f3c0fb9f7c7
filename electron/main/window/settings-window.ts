import { type BrowserWindow, screen, systemPreferences } from 'electron'
import { onScreen, withHeight } from './on-screen.js'
import type { ViewStateFile } from './view-state.js'
import { bringToFront, createWindow, findWindow, groundColor, isOpen } from './windows.js'

const width = 560
/** Until the page says how high its pane is; only then the window is seen. */
const firstHeight = 240
/** A page that never says its height is shown as it is. */
const longestHiddenMs = 10_000

const unseen = new WeakSet<BrowserWindow>()

/** Opens Settings, or brings it to the front. It remembers its place and nothing else. */
export const showSettingsWindow = (state: ViewStateFile): BrowserWindow => bringToFront('settings') ?? create(state)

function create(state: ViewStateFile): BrowserWindow {
  const isMac = process.platform === 'darwin'
  const window = createWindow('settings', {
    ...onScreen(state.settingsPlace, screen.getAllDisplays()),
    width,
    height: firstHeight,
    useContentSize: true,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    title: 'Settings',
    titleBarStyle: isMac ? 'hidden' : 'default',
    backgroundColor: groundColor(),
  })
  unseen.add(window)
  const late = setTimeout(() => showFirst(window), longestHiddenMs)
  window.once('closed', () => clearTimeout(late))
  window.webContents.once('render-process-gone', () => showFirst(window))
  window.webContents.once('did-fail-load', () => showFirst(window))
  for (const event of ['moved', 'close'] as const) {
    window.on(event as 'close', () => {
      const [x = 0, y = 0] = window.getPosition()
      state.saveSettingsPlace({ x, y })
    })
  }
  return window
}

/** Makes the window as high as the pane that it shows, as macOS has it. */
export function fitSettingsWindow(height: number): void {
  const window = findWindow('settings')
  if (!window) return
  const content = window.getContentBounds()
  const { workArea } = screen.getDisplayMatching(content)
  const isAnimated = window.isVisible() && !systemPreferences.getAnimationSettings().prefersReducedMotion
  window.setContentBounds(withHeight(content, height, workArea), isAnimated)
  showFirst(window)
}

/** Once: a window that macOS has hidden stays hidden. */
function showFirst(window: BrowserWindow): void {
  if (unseen.delete(window) && isOpen(window)) window.show()
}
