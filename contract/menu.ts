import { type ExportFormat, exportFormats, isExportFormat } from './history.js'

/** What is exported, and in which format. */
export type ExportCommand = `export-${'conversation' | 'all'}-${ExportFormat}`

/** Undefined for another command. */
export function readExportCommand(command: MenuCommand) {
  const [name, what, format] = command.split('-')
  if (name !== 'export' || (what !== 'conversation' && what !== 'all') || !isExportFormat(format)) return undefined
  return { what, format } as const
}

/** How many conversations have a shortcut of their own, by their place in the sidebar. */
const numbered = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const

export type OpenCommand = `open-${(typeof numbered)[number]}`

/** From 1; undefined for another command. */
export const readOpenCommand = (command: MenuCommand): number | undefined =>
  numbered.find((place) => command === `open-${place}`)

/** An action of the window as the menu bar, the palette and the list of shortcuts show it. */
export interface MenuAction {
  /** The name of its menu item. */
  readonly label: string
  /** Its shortcut in Electron's notation. */
  readonly keys?: string
  /** Its shortcut on other systems than macOS, where that differs. */
  readonly otherKeys?: string
  /** What people may call it too, for searching. */
  readonly alias?: string
}

const exports = (what: 'conversation' | 'all', prefix: string) =>
  Object.fromEntries(
    Object.entries(exportFormats).map(([format, { label }]) => [
      `export-${what}-${format}`,
      { label: `${prefix}${label}…`, alias: 'export save' },
    ]),
  ) as unknown as Readonly<Record<ExportCommand, MenuAction>>

const openings = Object.fromEntries(
  numbered.map((place) => [`open-${place}`, { label: `Conversation ${place}`, keys: `CmdOrCtrl+${place}` }]),
) as unknown as Readonly<Record<OpenCommand, MenuAction>>

const actions = {
  settings: { label: 'Settings…', keys: 'CmdOrCtrl+,', alias: 'preferences options' },
  'new-conversation': { label: 'New Chat', keys: 'CmdOrCtrl+N', alias: 'conversation' },
  'new-temporary': { label: 'New Temporary Chat', keys: 'CmdOrCtrl+Shift+N', alias: 'private conversation' },
  'new-window': { label: 'New Window', keys: 'CmdOrCtrl+Alt+N', alias: 'another second' },
  'new-tab': { label: 'New Tab', keys: 'CmdOrCtrl+T' },
  'open-in-window': { label: 'Open in New Window', alias: 'conversation another second' },
  'open-beside': { label: 'Open Beside', alias: 'side by side split compare two conversations' },
  'quick-entry': { label: 'Quick Entry', alias: 'ask question window' },
  'new-folder': { label: 'New Folder' },
  'add-document': { label: 'Add Document…', keys: 'CmdOrCtrl+O', alias: 'open file attach' },
  'add-folder': { label: 'Add Folder…' },
  'add-model': { label: 'Add Model…' },
  import: { label: 'Import…' },
  'save-pdf': { label: 'Save as PDF…' },
  print: { label: 'Print…', keys: 'CmdOrCtrl+P' },
  rename: { label: 'Rename…', alias: 'title' },
  pin: { label: 'Pin' },
  'move-to-folder': { label: 'Move to Folder' },
  archive: { label: 'Archive' },
  trash: { label: 'Move to Trash', keys: 'CmdOrCtrl+Backspace', alias: 'delete remove' },
  'show-data': { label: 'Show Data Folder' },
  lock: { label: 'Lock Parley', keys: 'Ctrl+Cmd+L', otherKeys: 'Ctrl+Shift+L', alias: 'touch id privacy hide' },
  undo: { label: 'Undo', keys: 'CmdOrCtrl+Z' },
  redo: { label: 'Redo', keys: 'Shift+Cmd+Z', otherKeys: 'Ctrl+Y' },
  'copy-markdown': { label: 'Copy as Markdown' },
  'quote-selection': { label: 'Quote in Reply', keys: "CmdOrCtrl+'" },
  find: { label: 'Find…', keys: 'CmdOrCtrl+F', alias: 'search in conversation' },
  'find-next': { label: 'Find Next', keys: 'CmdOrCtrl+G' },
  'find-previous': { label: 'Find Previous', keys: 'CmdOrCtrl+Shift+G' },
  'find-selection': { label: 'Use Selection for Find', keys: 'CmdOrCtrl+E' },
  search: { label: 'Search Conversations', keys: 'CmdOrCtrl+Shift+F', alias: 'find everywhere' },
  palette: { label: 'Commands…', keys: 'CmdOrCtrl+K', alias: 'palette' },
  'toggle-sidebar': { label: 'Sidebar', keys: 'Ctrl+Cmd+S', otherKeys: 'Ctrl+Shift+S', alias: 'show hide' },
  'sort-used': { label: 'Sort by Last Use' },
  'sort-title': { label: 'Sort by Title' },
  'text-larger': { label: 'Larger Text', keys: 'CmdOrCtrl+Plus', alias: 'zoom in' },
  'text-smaller': { label: 'Smaller Text', keys: 'CmdOrCtrl+-', alias: 'zoom out' },
  'text-reset': { label: 'Actual Size', keys: 'CmdOrCtrl+0', alias: 'zoom' },
  'focus-composer': { label: 'Write a Message', keys: 'CmdOrCtrl+L' },
  tasks: { label: 'Tasks…', alias: 'starters prompts templates write summarise translate' },
  'edit-last': { label: 'Edit Last Message', alias: 'question' },
  stop: { label: 'Stop', keys: 'CmdOrCtrl+.', alias: 'cancel reply' },
  'answer-now': { label: 'Answer Now', keys: 'CmdOrCtrl+Shift+Return', alias: 'stop thinking' },
  regenerate: { label: 'Regenerate Last Reply', keys: 'CmdOrCtrl+R', alias: 'try again' },
  'continue-reply': { label: 'Continue Last Reply' },
  'check-reply': { label: 'Check Last Reply', alias: 'claims facts verify' },
  'mark-doubts': { label: 'Mark Doubtful Words of Last Reply', alias: 'probability uncertain verify' },
  'sign-off': { label: 'Sign Off Last Reply…', alias: 'review approve' },
  'compare-versions': { label: 'Compare Versions…', alias: 'side by side two replies' },
  'copy-last-reply': { label: 'Copy Last Reply', keys: 'CmdOrCtrl+Shift+C' },
  'go-to-message': { label: 'Go to Your Message…', keys: 'CmdOrCtrl+J', alias: 'jump prompt question' },
  'conversation-settings': { label: 'Conversation Settings…', keys: 'CmdOrCtrl+Shift+,', alias: 'instructions' },
  'show-prompt': { label: 'Show Prompt', keys: 'CmdOrCtrl+Shift+P' },
  'all-versions': { label: 'All Versions…', alias: 'branches tree edits' },
  'next-conversation': { label: 'Next', keys: 'Ctrl+Tab', alias: 'conversation' },
  'previous-conversation': { label: 'Previous', keys: 'Ctrl+Shift+Tab', alias: 'conversation' },
  'choose-model': { label: 'Choose a Model', keys: 'CmdOrCtrl+Shift+M' },
  'unload-model': { label: 'Unload the Model', alias: 'memory' },
  'whats-new': { label: 'What’s New', alias: 'changes version update notes' },
  shortcuts: { label: 'Keyboard Shortcuts', alias: 'keys' },
  diagnostics: { label: 'Diagnostics…', alias: 'support logs report problem' },
} as const satisfies Readonly<Record<string, MenuAction>>

/** Commands of the native menu. Those that main does not run itself go to the main window that was used last. */
export type MenuCommand = keyof typeof actions | ExportCommand | OpenCommand

/** Commands that main runs itself, because they need no window. */
export const appCommands = [
  'new-window',
  'new-tab',
  'quick-entry',
  'diagnostics',
  'lock',
] as const satisfies readonly MenuCommand[]
export type AppCommand = (typeof appCommands)[number]
export const isAppCommand = (value: unknown): value is AppCommand => appCommands.some((command) => command === value)

/** Every action of the app that has a menu item. The menu bar (`menuBar`) says where each one is. */
export const menuActions: Readonly<Record<MenuCommand, MenuAction>> = {
  ...actions,
  ...exports('conversation', ''),
  ...exports('all', 'All Conversations as '),
  ...openings,
}

/** Of what shows the folder of the app's data. */
export const dataFolderLabel = (platform: string) =>
  platform === 'darwin' ? 'Show Data in Finder' : actions['show-data'].label

export const labelOf = (command: MenuCommand, platform: string): string =>
  command === 'show-data' ? dataFolderLabel(platform) : menuActions[command].label

/** The shortcut of an action in Electron's notation, for the menu and for the window, which handles some of them itself. */
export function acceleratorOf(command: MenuCommand, platform: string): string | undefined {
  const { keys, otherKeys } = menuActions[command]
  return platform === 'darwin' ? keys : (otherKeys ?? keys)
}

/** What Undo and Redo of the Edit menu would do, as in “Undo Move to Trash”; `null` leaves them to the text field. */
export interface UndoNames {
  readonly undo: string | null
  readonly redo: string | null
}
