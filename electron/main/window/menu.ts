import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import { acceleratorOf, labelOf, type MenuCommand, type UndoNames } from '../../../contract/menu.js'
import { type BarEntry, type BarMenu, helpMenu, menuBar } from '../../../contract/menu-bar.js'
import type { SettingsPaneName } from '../../../contract/support-requests.js'
import { findWindow } from './windows.js'

interface MenuActions {
  /** Brings the main window to the front and sends it the command. */
  readonly send: (command: MenuCommand) => void
  readonly showSettings: (pane?: SettingsPaneName) => void
  readonly openQuickEntry: () => void
  /** The folder of the app's data. */
  readonly dataFolder: string
}

/** Commands that stay enabled while the Settings window has the focus. */
const enabledInSettings: readonly MenuCommand[] = [
  'settings',
  'new-conversation',
  'new-temporary',
  'quick-entry',
  'add-document',
  'add-folder',
  'search',
  'palette',
  'show-data',
  'add-model',
  'choose-model',
  'unload-model',
  'shortcuts',
  'diagnostics',
]

/** Commands whose keys the window handles itself, because in a text field they delete text or undo typing. */
const typedKeys: readonly MenuCommand[] = ['trash', 'undo', 'redo']

/** The native menu with other names for Undo and Redo. */
export type NameUndo = (names: UndoNames) => void

/** Sets the native menu, and sets it again when Undo and Redo get other names: Electron can't rename an entry. */
export function buildMenu({ send, showSettings, openQuickEntry, dataFolder }: MenuActions): NameUndo {
  const { platform } = process
  const isMac = platform === 'darwin'
  const nothing: UndoNames = { undo: null, redo: null }
  let names = nothing
  let inSettings = false

  const run = (command: MenuCommand) => {
    if (command === 'settings') showSettings()
    else if (command === 'quick-entry') openQuickEntry()
    else if (command === 'diagnostics') showSettings('Advanced')
    else if (command === 'show-data') shell.showItemInFolder(dataFolder)
    else send(command)
  }
  const item = (command: MenuCommand, label = labelOf(command, platform)): MenuItemConstructorOptions => ({
    id: command,
    label,
    accelerator: acceleratorOf(command, platform),
    // Otherwise ⌘⌫ in a field of Settings would move the open conversation to the Trash.
    enabled: !inSettings || enabledInSettings.includes(command),
    click: (_item, _window, event) => {
      if (!typedKeys.includes(command) || !event?.triggeredByAccelerator) run(command)
    },
  })
  const undoItem = (command: 'undo' | 'redo'): MenuItemConstructorOptions => {
    const name = inSettings ? null : names[command]
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
        { role: 'windowMenu' },
        { ...menuOf(helpMenu), role: 'help' },
      ]),
    )
  }
  set()
  // Electron's focused window is still the one before while this event is told.
  app.on('browser-window-focus', (_, window) => {
    inSettings = window === findWindow('settings') || window === findWindow('quick')
    set()
  })
  return (next) => {
    if (next.undo === names.undo && next.redo === names.redo) return
    names = next
    set()
  }
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
