import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import { type ExportFormat, exportFormats } from '../../../contract/history.js'
import { accelerators, dataFolderLabel, type MenuCommand, type UndoNames } from '../../../contract/menu.js'
import type { SettingsPaneName } from '../../../contract/support-requests.js'
import { helpMenu } from './help-menu.js'
import { findWindow } from './windows.js'

interface MenuActions {
  /** Brings the main window to the front and sends it the command. */
  readonly send: (command: MenuCommand) => void
  readonly showSettings: (pane?: SettingsPaneName) => void
  /** The folder of the app's data. */
  readonly dataFolder: string
}

/** Commands that stay enabled while the Settings window has the focus. */
const enabledInSettings: readonly MenuCommand[] = [
  'new-conversation',
  'new-temporary',
  'add-document',
  'add-folder',
  'search',
  'add-model',
  'choose-model',
  'unload-model',
]

const formats = Object.keys(exportFormats) as readonly ExportFormat[]

/** The native menu with other names for Undo and Redo. */
export type NameUndo = (names: UndoNames) => void

/**
 * Sets the native menu, and sets it again when Undo and Redo get other names: Electron can't rename an entry. It has every action of the window, because macOS can assign a shortcut only to a menu item. */
export function buildMenu({ send, showSettings, dataFolder }: MenuActions): NameUndo {
  const isMac = process.platform === 'darwin'
  const disabledInSettings = new Set(['full-screen'])
  const item = (label: string, command: MenuCommand): MenuItemConstructorOptions => {
    if (!enabledInSettings.includes(command)) disabledInSettings.add(command)
    const click: MenuItemConstructorOptions['click'] = (_item, _window, event) => {
      // The window handles these keys itself, because in a text field they delete text.
      if (command !== 'trash' || !event?.triggeredByAccelerator) send(command)
    }
    return { id: command, label, accelerator: accelerators[command], click }
  }
  /** The window handles its key itself, because in a text field it means typing. */
  const named = (command: 'undo' | 'redo', label: string, accelerator: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    accelerator,
    click: (_item, _window, event) => {
      if (!event?.triggeredByAccelerator) send(command)
    },
  })
  const separator: MenuItemConstructorOptions = { type: 'separator' }

  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => showSettings(),
  }

  const application: MenuItemConstructorOptions = {
    label: app.name,
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  }
  const file: MenuItemConstructorOptions = {
    label: 'File',
    submenu: [
      item('New Chat', 'new-conversation'),
      item('New Temporary Chat', 'new-temporary'),
      item('New Folder', 'new-folder'),
      item('Add Document…', 'add-document'),
      item('Add Folder…', 'add-folder'),
      item('Add Model…', 'add-model'),
      separator,
      item('Import…', 'import'),
      {
        label: 'Export',
        submenu: [
          ...formats.map((format) => item(`${exportFormats[format].label}…`, `export-conversation-${format}`)),
          separator,
          ...formats.map((format) =>
            item(`All Conversations as ${exportFormats[format].label}…`, `export-all-${format}`),
          ),
        ],
      },
      separator,
      item('Rename…', 'rename'),
      item('Pin', 'pin'),
      item('Move to Folder', 'move-to-folder'),
      item('Archive', 'archive'),
      item('Move to Trash', 'trash'),
      separator,
      { label: dataFolderLabel(process.platform), click: () => shell.showItemInFolder(dataFolder) },
      separator,
      ...(isMac ? [] : [settings, separator]),
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  }
  const edit = ({ undo, redo }: UndoNames): MenuItemConstructorOptions => ({
    label: 'Edit',
    submenu: [
      undo === null ? { role: 'undo' } : named('undo', `Undo ${undo}`, 'CmdOrCtrl+Z'),
      redo === null ? { role: 'redo' } : named('redo', `Redo ${redo}`, isMac ? 'Shift+Cmd+Z' : 'Ctrl+Y'),
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'pasteAndMatchStyle' },
      { role: 'selectAll' },
      separator,
      item('Search Conversations', 'search'),
      item('Find Next', 'find-next'),
      item('Find Previous', 'find-previous'),
      ...(isMac
        ? [
            separator,
            { label: 'Speech', submenu: [{ role: 'startSpeaking' as const }, { role: 'stopSpeaking' as const }] },
          ]
        : []),
    ],
  })
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { ...item('Sidebar', 'toggle-sidebar'), accelerator: isMac ? 'Ctrl+Cmd+S' : 'Ctrl+Shift+S' },
      separator,
      item('Sort by Last Use', 'sort-used'),
      item('Sort by Title', 'sort-title'),
      separator,
      item('Larger Text', 'text-larger'),
      item('Smaller Text', 'text-smaller'),
      item('Actual Size', 'text-reset'),
      separator,
      { id: 'full-screen', role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : [separator, { role: 'toggleDevTools' as const }]),
    ],
  }
  const conversation: MenuItemConstructorOptions = {
    label: 'Conversation',
    submenu: [
      item('Stop', 'stop'),
      item('Answer Now', 'answer-now'),
      item('Copy Last Reply', 'copy-last-reply'),
      item('Write a Message', 'focus-composer'),
      separator,
      item('Conversation Settings…', 'conversation-settings'),
      item('Show Prompt', 'show-prompt'),
      separator,
      item('Next', 'next-conversation'),
      item('Previous', 'previous-conversation'),
      separator,
      item('Choose a Model', 'choose-model'),
      item('Unload the Model', 'unload-model'),
    ],
  }
  const nothing: UndoNames = { undo: null, redo: null }
  let names = nothing
  let inSettings = false
  const set = () => {
    const rest = [view, conversation, { role: 'windowMenu' } as const, helpMenu(showSettings)]
    const menu = Menu.buildFromTemplate([
      ...(isMac ? [application] : []),
      file,
      edit(inSettings ? nothing : names),
      ...rest,
    ])
    // Otherwise ⌘⌫ in a field of Settings would move the open conversation to the Trash.
    for (const id of disabledInSettings) {
      const entry = menu.getMenuItemById(id)
      if (entry) entry.enabled = !inSettings
    }
    Menu.setApplicationMenu(menu)
  }
  set()
  // Electron's focused window is still the one before while this event is told.
  app.on('browser-window-focus', (_, window) => {
    inSettings = window === findWindow('settings')
    set()
  })
  return (next) => {
    if (next.undo === names.undo && next.redo === names.redo) return
    names = next
    set()
  }
}
