import { type ExportFormat, exportFormats } from './history.js'

const exports = Object.fromEntries(
  Object.entries(exportFormats).map(([format, { label }]) => [`export-${format}`, `Export as ${label}…`]),
) as Readonly<Record<`export-${ExportFormat}`, string>>

/** What a context menu can do with what is under the pointer, in the order of the menu; each group is a section. */
const groups = [
  {
    'open-link': 'Open Link…',
    'copy-link': 'Copy Link',
  },
  {
    'copy-code': 'Copy Code',
    'copy-table': 'Copy Table',
  },
  {
    'copy-markdown': 'Copy as Markdown',
    'copy-rich': 'Copy as Rich Text',
    quote: 'Quote in Reply',
  },
  {
    'copy-message': 'Copy Message',
    'copy-message-markdown': 'Copy Message as Markdown',
    'copy-message-rich': 'Copy Message as Rich Text',
  },
  {
    edit: 'Edit',
    regenerate: 'Regenerate',
    continue: 'Continue',
    'check-reply': 'Check This',
    'mark-doubts': 'Mark Doubtful Words',
    'sign-off': 'Sign Off…',
    'take-back-sign-off': 'Take Back Sign-off',
    'more-like-this': 'More Like This',
    'show-prompt': 'Show Prompt',
  },
  {
    'show-document': 'Show Document',
    'remove-document': 'Remove',
  },
  {
    'leave-line': 'Leave the line',
    'new-chat-here': 'New Chat Here',
    'keep-temporary': 'Keep',
    'close-temporary': 'Close',
    'open-in-window': 'Open in New Window',
    'open-beside': 'Open Beside',
    rename: 'Rename',
    pin: 'Pin',
    unpin: 'Unpin',
    'move-to-folder': 'Move to Folder',
    'new-folder': 'New Folder',
    archive: 'Archive',
    unarchive: 'Unarchive',
    'edit-project': 'Project…',
    restore: 'Put Back',
  },
  exports,
  {
    trash: 'Move to Trash',
    'delete-folder': 'Delete Folder',
    'delete-for-good': 'Delete…',
  },
] as const

type KeysOf<T> = T extends unknown ? keyof T : never

/** Chosen in a context menu, done by the window. */
export type ContextCommand = KeysOf<(typeof groups)[number]> | 'search-selection'

/** The sections of a context menu that the window offers. Main writes their words, so that a page can't name an item. */
export const contextGroups = groups.map((group) => Object.keys(group)) as readonly (readonly ContextCommand[])[]

export const contextLabels = {
  ...Object.assign({}, ...groups),
  'search-selection': 'Search Conversations',
} as Readonly<Record<ContextCommand, string>>

export const isContextCommand = (value: unknown): value is ContextCommand =>
  typeof value === 'string' && Object.hasOwn(contextLabels, value)

/** Where a context menu opens that the keyboard asked for. With the pointer Chromium tells main. */
export interface MenuPlace {
  /** CSS pixels in the window. */
  readonly x: number
  readonly y: number
  readonly isEditable: boolean
  readonly selection: string
}
