import { expect, test } from 'vitest'
import { commandOfKey } from './menu-keys.js'

const press = (key: string, held: Partial<Record<'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey', true>> = {}) => ({
  key,
  code: key === '<' ? 'Comma' : '',
  metaKey: false,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

test('a shortcut needs its key with exactly its modifiers, on each platform', () => {
  expect(commandOfKey(press('n', { metaKey: true }), 'darwin')).toBe('new-conversation')
  expect(commandOfKey(press('n', { ctrlKey: true }), 'linux')).toBe('new-conversation')
  expect(commandOfKey(press('n', { ctrlKey: true }), 'darwin')).toBe(undefined)
  expect(commandOfKey(press('n', { metaKey: true, shiftKey: true }), 'darwin')).toBe(undefined)
  expect(commandOfKey(press('n', { metaKey: true, altKey: true }), 'darwin')).toBe(undefined)
  expect(commandOfKey(press('n'), 'darwin')).toBe(undefined)
})

test('Tab without Control is left to the page', () => {
  expect(commandOfKey(press('Tab', { ctrlKey: true }), 'darwin')).toBe('next-conversation')
  expect(commandOfKey(press('Tab', { ctrlKey: true, shiftKey: true }), 'linux')).toBe('previous-conversation')
  expect(commandOfKey(press('Tab'), 'linux')).toBe(undefined)
})

test('Shift-comma is recognised by its key code, as Shift changes its character', () => {
  expect(commandOfKey(press('<', { metaKey: true, shiftKey: true }), 'darwin')).toBe('conversation-settings')
  const w = { ...press('w', { metaKey: true, shiftKey: true }), code: 'Comma' }
  expect(commandOfKey(w, 'darwin')).toBe(undefined)
})

test('other shortcuts are left to the native menu', () => {
  expect(commandOfKey(press('Return', { metaKey: true }), 'darwin')).toBe(undefined)
  expect(commandOfKey(press('.', { metaKey: true }), 'darwin')).toBe(undefined)
})
