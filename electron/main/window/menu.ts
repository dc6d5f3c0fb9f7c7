import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import { type ExportFormat, exportFormats } from '../../../contract/history.js'
import { accelerators, dataFolderLabel, type MenuCommand } from '../../../contract/menu.js'
import { findWindow } from './windows.js'

interface MenuActions {
  /** Brings the main window to the front and sends it the command. */
  readonly send: (command: MenuCommand) => void
  readonly showSettings: () => void
  /** The folder of the app's data. */
  readonly dataFolder: string
}

/** Commands that stay enabled while the Settings window has the focus. */
const enabledInSettings: readonly MenuCommand[] = [
  'new-conversation',
  'add-document',
  'add-folder',
  'search',
  'add-model',
  'choose-model',
  'unload-model',
]

const formats = Object.keys(exportFormats) as readonly ExportFormat[]

/** Sets the native menu. It has every action of the window, because macOS can assign a shortcut only to a menu item. */
export function buildMenu({ send, showSettings, dataFolder }: MenuActions): void {
  const isMac = process.platform === 'darwin'
  const disabledInSettings: string[] = ['full-screen']
  const item = (label: string, command: MenuCommand): MenuItemConstructorOptions => {
    if (!enabledInSettings.includes(command)) disabledInSettings.push(command)
    const click: MenuItemConstructorOptions['click'] = (_item, _window, event) => {
      // The window handles these keys itself, because in a text field they delete text.
      if (command !== 'trash' || !event?.triggeredByAccelerator) send(command)
    }
    return { id: command, label, accelerator: accelerators[command], click }
  }
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
      item('Move to Trash', 'trash'),
      separator,
      { label: dataFolderLabel(process.platform), click: () => shell.showItemInFolder(dataFolder) },
      separator,
      ...(isMac ? [] : [settings, separator]),
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  }
  const edit: MenuItemConstructorOptions = {
    label: 'Edit',
    submenu: [
      { role: 'undo' },
      { role: 'redo' },
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
  }
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { ...item('Sidebar', 'toggle-sidebar'), accelerator: isMac ? 'Ctrl+Cmd+S' : 'Ctrl+Shift+S' },
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
  const menu = Menu.buildFromTemplate([
    ...(isMac ? [application] : []),
    file,
    edit,
    view,
    conversation,
    { role: 'windowMenu' },
  ])
  Menu.setApplicationMenu(menu)
  // Otherwise ⌘⌫ in a field of Settings would move the open conversation to the Trash.
  app.on('browser-window-focus', (_, window) => {
    for (const id of disabledInSettings) {
      const entry = menu.getMenuItemById(id)
      if (entry) entry.enabled = window !== findWindow('settings')
    }
  })
}
