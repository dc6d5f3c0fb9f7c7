import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import {
  type AppCommand,
  acceleratorOf,
  isAppCommand,
  labelOf,
  type MenuCommand,
  type UndoNames,
} from '../../../contract/menu.js'
import { type BarEntry, type BarMenu, helpMenu, menuBar } from '../../../contract/menu-bar.js'
import type { SettingsPaneName } from '../../../contract/support-requests.js'
import { isLocked, onLock } from '../lock/lock-state.js'
import { oncePerTurn } from '../turns.js'
import { bringToFront, findWindow, nameOf, openWindows } from './windows.js'

interface MenuActions {
  /** Brings the main window that was used last to the front and sends it the command. */
  readonly send: (command: MenuCommand) => void
  readonly run: (command: AppCommand) => void
  readonly showSettings: (pane?: SettingsPaneName) => void
  /** The folder of the app's data. */
  readonly dataFolder: string
}

/** Commands that stay enabled while the Settings window has the focus. */
const enabledInSettings: readonly MenuCommand[] = [
  'settings',
  'new-conversation',
  'new-temporary',
  'new-window',
  'new-tab',
  'quick-entry',
  'lock',
  'add-document',
  'add-folder',
  'search',
  'palette',
  'show-data',
  'add-model',
  'choose-model',
  'unload-model',
  'whats-new',
  'shortcuts',
  'diagnostics',
]

/** Commands whose keys the window handles itself, because in a text field they delete text or undo typing. */
const typedKeys: readonly MenuCommand[] = ['trash', 'undo', 'redo']

/** Names Undo and Redo while this window is in front. */
export type NameUndo = (window: BrowserWindow, names: UndoNames) => void

/** Sets the native menu, and sets it again when an entry gets another name, which Electron can't change. */
export function buildMenu({ send, run: runOwn, showSettings, dataFolder }: MenuActions): NameUndo {
  const { platform } = process
  const isMac = platform === 'darwin'
  const nothing: UndoNames = { undo: null, redo: null }
  const names = new WeakMap<BrowserWindow, UndoNames>()
  let inFront: BrowserWindow | undefined
  let inSettings = false

  const run = (command: MenuCommand) => {
    if (isLocked()) return // keys that were pressed before the menu was off
    if (command === 'settings') showSettings()
    else if (isAppCommand(command)) runOwn(command)
    else if (command === 'show-data') shell.showItemInFolder(dataFolder)
    else send(command)
  }
  const item = (command: MenuCommand, label = labelOf(command, platform)): MenuItemConstructorOptions => ({
    id: command,
    label,
    accelerator: acceleratorOf(command, platform),
    // Otherwise ⌘⌫ in a field of Settings would move the open conversation to the Trash.
    enabled: !isLocked() && (!inSettings || enabledInSettings.includes(command)),
    click: (_item, _window, event) => {
      if (!typedKeys.includes(command) || !event?.triggeredByAccelerator) run(command)
    },
  })
  const undoItem = (command: 'undo' | 'redo'): MenuItemConstructorOptions => {
    const window = inFront?.isDestroyed() === false ? inFront : findWindow('main')
    const { [command]: name } = (!inSettings && !isLocked() && window && names.get(window)) || nothing
    return name === null ? { role: command } : item(command, `${labelOf(command, platform)} ${name}`)
  }
  const isHere = (on: 'mac' | 'other' | 'development') =>
    on === 'development' ? !app.isPackaged : isMac === (on === 'mac')
  const entryItems = (entry: BarEntry): readonly MenuItemConstructorOptions[] => {
    if (entry === 'separator') return [{ type: 'separator' }]
    if (entry === 'undo' || entry === 'redo') return [undoItem(entry)]
    if (typeof entry === 'string') return [item(entry)]
    if ('on' in entry) return isHere(entry.on) ? entry.entries.flatMap(entryItems) : []
    if ('label' in entry) return [{ label: entry.label, submenu: entry.entries.flatMap(entryItems) }]
    const isEnabled = entry.role !== 'togglefullscreen' || !inSettings
    return [{ role: entry.role, id: entry.role, enabled: isEnabled }]
  }
  const menuOf = ({ label, entries }: BarMenu): MenuItemConstructorOptions => ({
    label,
    submenu: entries.flatMap(entryItems),
  })
  const set = () => {
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([
        ...(isMac ? [menuOf({ label: app.name, entries: applicationEntries })] : []),
        ...menuBar.map(menuOf),
        isMac ? { role: 'windowMenu' } : { label: 'Window', submenu: windowItems() },
        { ...menuOf(helpMenu), role: 'help' },
      ]),
    )
  }
  set()
  // Electron's focused window is still the one before while this event is told.
  app.on('browser-window-focus', (_, window) => {
    const name = nameOf(window)
    inSettings = name === 'settings' || name === 'quick'
    if (name === 'main') inFront = window
    set()
  })
  onLock(set)
  if (!isMac) onTitles(oncePerTurn(set))
  return (window, next) => {
    const before = names.get(window) ?? nothing
    if (next.undo === before.undo && next.redo === before.redo) return
    names.set(window, next)
    set()
  }
}

/** macOS lists the windows by itself. */
function windowItems(): MenuItemConstructorOptions[] {
  const shown = openWindows('main').toSorted((a, b) => a.id - b.id)
  return [
    { role: 'minimize' },
    { role: 'close' },
    ...(shown.length > 0 ? [{ type: 'separator' as const }] : []),
    ...shown.map((window) => ({ label: window.getTitle().replaceAll('&', '&&'), click: () => bringToFront(window) })),
  ]
}

function onTitles(listener: () => void): void {
  app.on('browser-window-created', (_, window) => {
    const onChange = () => nameOf(window) === 'main' && listener()
    window.on('page-title-updated', onChange)
    window.once('closed', onChange)
  })
}

const applicationEntries: readonly BarEntry[] = [
  { role: 'about' },
  'separator',
  'settings',
  'separator',
  { role: 'services' },
  'separator',
  { role: 'hide' },
  { role: 'hideOthers' },
  { role: 'unhide' },
  'separator',
  { role: 'quit' },
]
