import { expect, test } from 'vitest'
import { shownKeys } from './shown-keys.js'

test.each([
  ['CmdOrCtrl+Shift+F', '⇧⌘F', 'Shift+Ctrl+F'],
  ['CmdOrCtrl+Plus', '⌘+', 'Ctrl++'],
  ['CmdOrCtrl+-', '⌘-', 'Ctrl+-'],
  ['CmdOrCtrl+,', '⌘,', 'Ctrl+,'],
  ['Ctrl+Cmd+S', '⌃⌘S', 'Ctrl+Super+S'],
  ['Shift+Command+V', '⇧⌘V', 'Shift+Super+V'],
  ['Ctrl+Shift+Tab', '⌃⇧⇥', 'Ctrl+Shift+Tab'],
  ['CmdOrCtrl+Backspace', '⌘⌫', 'Ctrl+Backspace'],
  ['Return', '↩', 'Enter'],
  ['F11', 'F11', 'F11'],
])('%s is %s on a Mac and %s elsewhere', (accelerator, mac, other) => {
  expect(shownKeys(accelerator, 'darwin')).toBe(mac)
  expect(shownKeys(accelerator, 'linux')).toBe(other)
})
