import { type ExportFormat, isExportFormat } from './history.js'

/** What is exported, and in which format. */
export type ExportCommand = `export-${'conversation' | 'all'}-${ExportFormat}`

/** Undefined for another command. */
export function readExportCommand(command: MenuCommand) {
  const [name, what, format] = command.split('-')
  if (name !== 'export' || (what !== 'conversation' && what !== 'all') || !isExportFormat(format)) return undefined
  return { what, format } as const
}

/** Commands that the native menu sends to the main window. */
export type MenuCommand =
  | 'new-conversation'
  | 'new-temporary'
  | 'add-document'
  | 'add-folder'
  | 'toggle-sidebar'
  | 'search'
  | 'find-next'
  | 'find-previous'
  | 'import'
  | ExportCommand
  | 'rename'
  | 'new-folder'
  | 'pin'
  | 'move-to-folder'
  | 'archive'
  | 'sort-used'
  | 'sort-title'
  | 'undo'
  | 'redo'
  | 'trash'
  | 'stop'
  | 'answer-now'
  | 'conversation-settings'
  | 'show-prompt'
  | 'copy-last-reply'
  | 'next-conversation'
  | 'previous-conversation'
  | 'focus-composer'
  | 'text-larger'
  | 'text-smaller'
  | 'text-reset'
  | 'choose-model'
  | 'add-model'
  | 'unload-model'

/** Of what shows the folder of the app's data. */
export const dataFolderLabel = (platform: string) =>
  platform === 'darwin' ? 'Show Data in Finder' : 'Show Data Folder'

/** Shortcuts in Electron's notation, for the menu and for the window, which handles some of them itself. */
export const accelerators: Readonly<Partial<Record<MenuCommand, string>>> = {
  'new-conversation': 'CmdOrCtrl+N',
  'new-temporary': 'CmdOrCtrl+Shift+N',
  'add-document': 'CmdOrCtrl+O',
  trash: 'CmdOrCtrl+Backspace',
  search: 'CmdOrCtrl+Shift+F',
  'find-next': 'CmdOrCtrl+G',
  'find-previous': 'CmdOrCtrl+Shift+G',
  'text-larger': 'CmdOrCtrl+Plus',
  'text-smaller': 'CmdOrCtrl+-',
  'text-reset': 'CmdOrCtrl+0',
  stop: 'CmdOrCtrl+.',
  'answer-now': 'CmdOrCtrl+Shift+Return',
  'copy-last-reply': 'CmdOrCtrl+Shift+C',
  'focus-composer': 'CmdOrCtrl+L',
  'conversation-settings': 'CmdOrCtrl+Shift+,',
  'show-prompt': 'CmdOrCtrl+Shift+P',
  'next-conversation': 'Ctrl+Tab',
  'previous-conversation': 'Ctrl+Shift+Tab',
  'choose-model': 'CmdOrCtrl+Shift+M',
}

/** What Undo and Redo of the Edit menu would do, as in “Undo Move to Trash”; `null` leaves them to the text field. */
export interface UndoNames {
  readonly undo: string | null
  readonly redo: string | null
}
