import { expect, test } from 'vitest'
import { shortcut, sidebarShortcut } from './platform.js'

test('a shortcut is written as the platform writes it, and names no key twice', () => {
  expect(shortcut('darwin', 'command', 'N')).toBe('⌘N')
  expect(shortcut('linux', 'command', 'N')).toBe('Ctrl+N')
  expect(sidebarShortcut('darwin')).toBe('⌃⌘S')
  expect(sidebarShortcut('linux')).toBe('Ctrl+Shift+S')
})
