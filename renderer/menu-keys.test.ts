import { expect, test } from 'vitest'
import { takenCommand } from './menu-keys.js'

const press = (key: string, held: Partial<Record<'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey', true>> = {}) => ({
  key,
  code: key === '<' ? 'Comma' : '',
  metaKey: false,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

test('a shortcut is its key with its own modifiers, on each platform', () => {
  expect(takenCommand(press('n', { metaKey: true }), 'darwin')).toBe('new-conversation')
  expect(takenCommand(press('n', { ctrlKey: true }), 'linux')).toBe('new-conversation')
  expect(takenCommand(press('n', { ctrlKey: true }), 'darwin')).toBe(undefined)
  expect(takenCommand(press('n', { metaKey: true, shiftKey: true }), 'darwin')).toBe(undefined)
  expect(takenCommand(press('n', { metaKey: true, altKey: true }), 'darwin')).toBe(undefined)
  expect(takenCommand(press('n'), 'darwin')).toBe(undefined)
})

test('the same keys without Control are left to the page', () => {
  expect(takenCommand(press('Tab', { ctrlKey: true }), 'darwin')).toBe('next-conversation')
  expect(takenCommand(press('Tab', { ctrlKey: true, shiftKey: true }), 'linux')).toBe('previous-conversation')
  expect(takenCommand(press('Tab'), 'linux')).toBe(undefined)
})

test('a comma that Shift makes another character is still the comma', () => {
  expect(takenCommand(press('<', { metaKey: true, shiftKey: true }), 'darwin')).toBe('conversation-settings')
})

test('what the native menu does itself is left to it', () => {
  expect(takenCommand(press('Backspace', { metaKey: true }), 'darwin')).toBe(undefined)
  expect(takenCommand(press('.', { metaKey: true }), 'darwin')).toBe(undefined)
})
