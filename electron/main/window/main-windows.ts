import { app, type BrowserWindow, screen } from 'electron'
import { isTemporary } from '../../../contract/chat.js'
import type { Settings } from '../../../contract/settings.js'
import type { ViewState } from '../../../contract/view.js'
import { emit, emitTo } from '../ipc.js'
import { followContextMenus } from './context-menu.js'
import { cascaded, halvesOf, placeOnScreen } from './on-screen.js'
import type { MainWindowState, ViewStateFile, WindowState } from './view-state.js'
import { bringToFront, createWindow, findWindow, initialBackground, isOpen } from './windows.js'

const isMac = process.platform === 'darwin'
const minWidth = 640

/** The windows with conversations. Each has its own place and view, and gets them again when the app starts. */
export class MainWindows {
  readonly #file: ViewStateFile
  readonly #opensWith: () => Settings['opensAtStart']
  /** In the order of their use, the last used one at the end. A window is among them until it is closed. */
  readonly #states = new Map<BrowserWindow, MainWindowState>()
  #isQuitting = false

  constructor(file: ViewStateFile, opensWith: () => Settings['opensAtStart']) {
    this.#file = file
    this.#opensWith = opensWith
    // The button in the bar of tabs.
    if (isMac) app.on('new-window-for-tab', () => this.openTab())
  }

  /** Opens the windows that were open when the app ended; one, where a new conversation is wanted. Returns the front one. */
  restore(): BrowserWindow {
    const [, ...others] = this.#file.mainWindows
    const first = this.#first()
    if (this.#opensWith() === 'last') for (const other of others.toReversed()) this.#create(other, { isBehind: true })
    return this.#create(first)
  }

  /** Calls `work` once: when the page of the window is loaded, or when the user has closed it before that. */
  onceLoaded(window: BrowserWindow, work: () => void): void {
    let isDone = false
    const begin = () => {
      if (!isDone && !this.#isQuitting) work()
      isDone = true
    }
    window.webContents.once('did-finish-load', begin)
    window.once('closed', begin)
  }

  /** Brings the last used window to the front, or opens one where the last one was. */
  show(): BrowserWindow {
    const window = findWindow('main')
    if (!window) return this.#create(this.#first())
    bringToFront(window)
    return window
  }

  /** Opens another window beside this one; without a conversation for a new one. */
  open(conversationId: string | null = null, from = findWindow('main')): BrowserWindow {
    const state = (from && this.#states.get(from)) ?? this.#first()
    return this.#openAt(from ? cascaded(state.window) : state.window, state.view, conversationId)
  }

  /** Opens a conversation in another window, and gives each of the two a half of the screen. */
  openBeside(conversationId: string, from: BrowserWindow): void {
    const view = this.viewOf(from)
    const [left, right] = halvesOf(screen.getDisplayMatching(from.getBounds()).workArea, minWidth)
    if (from.isFullScreen()) return void this.open(conversationId, from)
    if (from.isMaximized()) from.unmaximize()
    from.setBounds(left)
    this.#savePlace(from)
    this.#openAt({ ...right, isMaximized: false }, view, conversationId)
  }

  #openAt(place: WindowState, view: ViewState, conversationId: string | null): BrowserWindow {
    // Nothing that is written leads to a temporary conversation.
    const isWritten = conversationId !== null && !isTemporary(conversationId)
    const window = this.#create({
      window: place,
      view: { ...view, conversationId: isWritten ? conversationId : null },
    })
    if (conversationId !== null && !isWritten) emitTo(window, 'openConversation', conversationId)
    return window
  }

  /** macOS only. */
  openTab(): void {
    const front = findWindow('main')
    const window = this.open()
    front?.addTabbedWindow(window)
  }

  /** Shows a conversation in the window that has it open, else in the last used one. */
  showConversation(id: string): void {
    const shown = [...this.#states].find(([window, { view }]) => isOpen(window) && view.conversationId === id)?.[0]
    if (shown) bringToFront(shown)
    emitTo(shown ?? this.show(), 'openConversation', id)
  }

  /** What a window shows; of another one than a main window, what the last used one shows. */
  viewOf(window: BrowserWindow): ViewState {
    return (this.#states.get(window) ?? this.#front()).view
  }

  saveView(window: BrowserWindow, view: ViewState): void {
    const before = this.#states.get(window)
    if (!before) return
    this.#states.set(window, { ...before, view })
    if (view.textScale === before.view.textScale) this.#save()
    else this.setTextScale(view.textScale)
  }

  /** Sets the size of text in every window, in per cent. */
  setTextScale(textScale: number): void {
    const scaled = ({ window, view }: MainWindowState): MainWindowState => ({ window, view: { ...view, textScale } })
    for (const [window, state] of this.#states) this.#states.set(window, scaled(state))
    if (this.#states.size > 0) this.#save()
    else this.#file.saveMainWindows([scaled(this.#front())])
    emit('textScaleChanged', textScale)
  }

  /** The app quits: the windows that close from now on open again at the next start. */
  quit(): void {
    this.#isQuitting = true
  }

  #front(): MainWindowState {
    return [...this.#states.values()].at(-1) ?? this.#file.mainWindows[0]
  }

  /** The window with which the app opens. */
  #first(): MainWindowState {
    const { window, view } = this.#front()
    return { window, view: this.#opensWith() === 'new' ? { ...view, conversationId: null } : view }
  }

  #create(state: MainWindowState, { isBehind = false } = {}): BrowserWindow {
    const { isMaximized, ...place } = state.window
    const window = createWindow('main', {
      ...placeOnScreen(place, screen.getAllDisplays()),
      minWidth,
      minHeight: 480,
      title: 'Parley',
      titleBarStyle: isMac ? 'hiddenInset' : 'default',
      trafficLightPosition: { x: 19, y: 18 },
      ...(isMac
        ? { vibrancy: 'sidebar' as const, tabbingIdentifier: 'parley' }
        : { backgroundColor: initialBackground() }),
      // A hidden window continues to read its stream.
      webPreferences: { backgroundThrottling: false },
    })
    this.#states.set(window, state)
    followContextMenus(window)
    if (isMaximized) window.maximize()
    window.once('ready-to-show', () => {
      if (!isOpen(window)) return
      if (isBehind) window.showInactive()
      else window.show()
    })
    for (const event of ['resized', 'moved', 'close', 'maximize', 'unmaximize'] as const)
      window.on(event as 'close', () => this.#savePlace(window))
    window.on('focus', () => this.#setLastUsed(window))
    window.once('closed', () => this.#forget(window))
    return window
  }

  #setLastUsed(window: BrowserWindow): void {
    const state = this.#states.get(window)
    if (!state || this.#isQuitting) return
    this.#states.delete(window)
    this.#states.set(window, state)
  }

  #savePlace(window: BrowserWindow): void {
    const state = this.#states.get(window)
    if (!state) return
    this.#states.set(window, { ...state, window: placeOf(window) })
    this.#save()
  }

  /** The last one is kept in the file. */
  #forget(window: BrowserWindow): void {
    if (this.#isQuitting) return
    this.#states.delete(window)
    this.#save()
    // Elsewhere the app ends with its last window, and the quick entry is an invisible one.
    if (!isMac && this.#states.size === 0) findWindow('quick')?.destroy()
  }

  #save(): void {
    const [front, ...others] = [...this.#states.values()].toReversed()
    if (front) this.#file.saveMainWindows([front, ...others])
  }
}

const placeOf = (window: BrowserWindow): WindowState => ({
  ...window.getNormalBounds(),
  isMaximized: window.isMaximized(),
})
