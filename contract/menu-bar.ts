import { type ExportFormat, exportFormats } from './history.js'
import type { MenuCommand } from './menu.js'

/** Actions of the system that a menu item can have. */
export type MenuRole =
  | 'about'
  | 'services'
  | 'hide'
  | 'hideOthers'
  | 'unhide'
  | 'quit'
  | 'close'
  | 'cut'
  | 'copy'
  | 'paste'
  | 'pasteAndMatchStyle'
  | 'selectAll'
  | 'startSpeaking'
  | 'stopSpeaking'
  | 'togglefullscreen'
  | 'toggleDevTools'

export type BarEntry =
  | MenuCommand
  | 'separator'
  | { readonly role: MenuRole }
  | { readonly label: string; readonly entries: readonly BarEntry[] }
  /** Only there. */
  | { readonly on: 'mac' | 'other' | 'development'; readonly entries: readonly BarEntry[] }

export interface BarMenu {
  readonly label: string
  readonly entries: readonly BarEntry[]
}

const formats = Object.keys(exportFormats) as readonly ExportFormat[]

/**
 * The menu bar between the menu of the app and that of windows. It has every action of the window, because macOS can
 * assign a shortcut only to a menu item. The palette and the list of shortcuts are made from it too.
 */
export const menuBar: readonly BarMenu[] = [
  {
    label: 'File',
    entries: [
      'new-conversation',
      'new-temporary',
      'new-window',
      { on: 'mac', entries: ['new-tab'] },
      'quick-entry',
      'new-folder',
      'add-document',
      'add-folder',
      'add-model',
      'separator',
      'import',
      {
        label: 'Export',
        entries: [
          ...formats.map((format) => `export-conversation-${format}` as const),
          'separator',
          ...formats.map((format) => `export-all-${format}` as const),
        ],
      },
      'save-pdf',
      'print',
      'separator',
      'open-in-window',
      'open-beside',
      'rename',
      'pin',
      'move-to-folder',
      'archive',
      'trash',
      'separator',
      'show-data',
      'lock',
      'separator',
      { on: 'mac', entries: [{ role: 'close' }] },
      { on: 'other', entries: ['settings', 'separator', { role: 'quit' }] },
    ],
  },
  {
    label: 'Edit',
    entries: [
      'undo',
      'redo',
      'separator',
      { role: 'cut' },
      { role: 'copy' },
      'copy-markdown',
      { role: 'paste' },
      { role: 'pasteAndMatchStyle' },
      { role: 'selectAll' },
      'separator',
      'quote-selection',
      'separator',
      'find',
      'find-next',
      'find-previous',
      'find-selection',
      'search',
      {
        on: 'mac',
        entries: ['separator', { label: 'Speech', entries: [{ role: 'startSpeaking' }, { role: 'stopSpeaking' }] }],
      },
    ],
  },
  {
    label: 'View',
    entries: [
      'palette',
      'separator',
      'toggle-sidebar',
      'separator',
      'sort-used',
      'sort-title',
      'separator',
      'text-larger',
      'text-smaller',
      'text-reset',
      'separator',
      { role: 'togglefullscreen' },
      { on: 'development', entries: ['separator', { role: 'toggleDevTools' }] },
    ],
  },
  {
    label: 'Conversation',
    entries: [
      'focus-composer',
      'tasks',
      'edit-last',
      'separator',
      'stop',
      'answer-now',
      'regenerate',
      'continue-reply',
      'compare-versions',
      'copy-last-reply',
      'check-reply',
      'mark-doubts',
      'sign-off',
      'separator',
      'conversation-settings',
      'show-prompt',
      'all-versions',
      'separator',
      'go-to-message',
      'next-conversation',
      'previous-conversation',
      {
        label: 'Go to Conversation',
        entries: ['open-1', 'open-2', 'open-3', 'open-4', 'open-5', 'open-6', 'open-7', 'open-8', 'open-9'],
      },
      'separator',
      'choose-model',
      'unload-model',
    ],
  },
]

/** After the menu of windows. */
export const helpMenu: BarMenu = { label: 'Help', entries: ['whats-new', 'shortcuts', 'diagnostics'] }
