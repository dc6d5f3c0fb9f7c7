import { app, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import type { MenuCommand } from '../../contract/events.js'
import { findWindow } from './windows.js'

interface MenuActions {
  /** Brings the main window to the front and tells it. */
  readonly send: (command: MenuCommand) => void
  readonly showSettings: () => void
  /** Of the app's data. */
  readonly folder: string
}

/** What needs no conversation in front; everything else is greyed while Settings is. */
const anywhere: readonly MenuCommand[] = [
  'new-conversation',
  'add-document',
  'search',
  'add-model',
  'choose-model',
  'unload-model',
]

/** The native menu: every action of the window is here, so that people can give it a shortcut of their own. */
export function buildMenu({ send, showSettings, folder }: MenuActions): void {
  const isMac = process.platform === 'darwin'
  const bound: string[] = ['full-screen']
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => {
    if (!anywhere.includes(command)) bound.push(command)
    return { id: command, label, accelerator, click: () => send(command) }
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
      item('New Chat', 'new-conversation', 'CmdOrCtrl+N'),
      item('Add Document…', 'add-document', 'CmdOrCtrl+O'),
      item('Add Model…', 'add-model'),
      separator,
      item('Rename…', 'rename'),
      item('Move to Trash', 'delete', 'CmdOrCtrl+Backspace'),
      separator,
      { label: isMac ? 'Show Data in Finder' : 'Show Data Folder', click: () => shell.showItemInFolder(folder) },
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
      item('Search Conversations', 'search', 'CmdOrCtrl+Shift+F'),
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
      item('Sidebar', 'toggle-sidebar', isMac ? 'Ctrl+Cmd+S' : 'Ctrl+Shift+S'),
      separator,
      item('Larger Text', 'text-larger', 'CmdOrCtrl+Plus'),
      item('Smaller Text', 'text-smaller', 'CmdOrCtrl+-'),
      item('Actual Size', 'text-reset', 'CmdOrCtrl+0'),
      separator,
      { id: 'full-screen', role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : [separator, { role: 'toggleDevTools' as const }]),
    ],
  }
  const conversation: MenuItemConstructorOptions = {
    label: 'Conversation',
    submenu: [
      item('Stop', 'stop', 'CmdOrCtrl+.'),
      item('Answer Now', 'answer-now', 'CmdOrCtrl+Shift+Return'),
      item('Copy Last Reply', 'copy-last-reply', 'CmdOrCtrl+Shift+C'),
      item('Write a Message', 'focus-composer', 'CmdOrCtrl+L'),
      separator,
      item('Conversation Settings…', 'conversation-settings', 'CmdOrCtrl+Shift+,'),
      item('Show Prompt', 'show-prompt', 'CmdOrCtrl+Shift+P'),
      separator,
      item('Next', 'next-conversation', 'Ctrl+Tab'),
      item('Previous', 'previous-conversation', 'Ctrl+Shift+Tab'),
      separator,
      item('Choose a Model', 'choose-model', 'CmdOrCtrl+Shift+M'),
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
  // Else ⌘⌫ in a field of Settings would move the open conversation to the Trash.
  app.on('browser-window-focus', (_, window) => {
    for (const id of bound) {
      const entry = menu.getMenuItemById(id)
      if (entry) entry.enabled = window !== findWindow('settings')
    }
  })
}
