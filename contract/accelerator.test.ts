import { expect, test } from 'vitest'
import { shortcutWords } from './accelerator.js'

test.each([
  ['CmdOrCtrl+Shift+F', '⇧⌘F', 'Ctrl+Shift+F'],
  ['CmdOrCtrl+Plus', '⌘+', 'Ctrl++'],
  ['CmdOrCtrl+-', '⌘-', 'Ctrl+-'],
  ['CmdOrCtrl+,', '⌘,', 'Ctrl+,'],
  ['Ctrl+Cmd+S', '⌃⌘S', 'Ctrl+Super+S'],
  ['Shift+Command+V', '⇧⌘V', 'Super+Shift+V'],
  ['Ctrl+Shift+Tab', '⌃⇧⇥', 'Ctrl+Shift+Tab'],
  ['CmdOrCtrl+Backspace', '⌘⌫', 'Ctrl+Backspace'],
  ['Return', '↩', 'Enter'],
  ['F11', 'F11', 'F11'],
])('%s is %s on a Mac and %s elsewhere', (accelerator, mac, other) => {
  expect(shortcutWords(accelerator, 'darwin')).toBe(mac)
  expect(shortcutWords(accelerator, 'linux')).toBe(other)
})
