import { type BrowserWindow, globalShortcut, screen } from 'electron'
import { AppError, toFailure } from '../../../contract/errors.js'
import { type QuickEntryKeys, quickEntryKeys } from '../../../contract/quick-entry.js'
import { isLocked } from '../lock/lock-state.js'
import { followFieldMenus } from './context-menu.js'
import { createWindow, findWindow, initialBackground, isOpen } from './windows.js'

const width = 620
const height = 128

/**
 * A small window for one question, which its keys open over whatever app is in front, also while the main window is closed.
 * What is typed stays in it until it is sent.
 */
export class QuickEntry {
  readonly #showLock: () => void
  #keys: QuickEntryKeys = 'off'

  /** @param showLock instead of the entry, while Parley is locked */
  constructor(showLock: () => void) {
    this.#showLock = showLock
  }

  /**
   * Throws `refused` when the system or another app has these keys; the former ones stay.
   * @returns takes the former ones again
   */
  setKeys(keys: QuickEntryKeys): () => void {
    const former = this.#keys
    this.#change(keys)
    return () => this.#change(former)
  }

  #change(keys: QuickEntryKeys): void {
    if (keys === this.#keys) return
    if (keys !== 'off' && !globalShortcut.register(keys, () => this.toggle()))
      throw new AppError('refused', `${quickEntryKeys[keys]} belongs to another app or to the system. Choose others.`)
    if (this.#keys !== 'off') globalShortcut.unregister(this.#keys)
    this.#keys = keys
  }

  /** Takes the keys at the start, when another app may have them. */
  begin(keys: QuickEntryKeys, onProblem: (sentence: string) => void): void {
    try {
      this.setKeys(keys)
    } catch (error) {
      onProblem(`Quick entry: ${toFailure(error).message}`)
    }
  }

  /** The same keys close it. */
  toggle(): void {
    const window = findWindow('quick')
    if (isLocked()) this.#showLock()
    else if (!window) this.#open()
    else if (window.isVisible() && window.isFocused()) this.hide()
    else {
      place(window)
      window.show()
    }
  }

  /** The app that was in front comes back. */
  hide(): void {
    findWindow('quick')?.hide()
  }

  #open(): void {
    const isMac = process.platform === 'darwin'
    const window = createWindow('quick', {
      width,
      height,
      frame: false,
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      title: 'Quick Entry',
      ...(isMac ? { type: 'panel' } : {}),
      backgroundColor: initialBackground(),
    })
    // Over an app in full screen too.
    if (isMac) window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true })
    followFieldMenus(window)
    place(window)
    window.on('blur', () => this.hide())
    window.once('ready-to-show', () => isOpen(window) && window.show())
  }
}

/** In the upper part of the display with the pointer, as Spotlight. */
function place(window: BrowserWindow): void {
  const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint())
  const x = Math.round(workArea.x + (workArea.width - width) / 2)
  window.setPosition(x, Math.round(workArea.y + workArea.height / 4))
}
