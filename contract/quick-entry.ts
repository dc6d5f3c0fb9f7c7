/** The keys that open the quick entry from any app, in Electron's notation, and how a list of them writes each. */
export const quickEntryKeys = {
  off: 'Off',
  'Alt+Space': 'Option-Space',
  'Control+Alt+Space': 'Control-Option-Space',
  'Shift+Alt+Space': 'Shift-Option-Space',
  'CommandOrControl+Shift+Space': 'Shift-Command-Space',
} as const

export type QuickEntryKeys = keyof typeof quickEntryKeys
