import { expect, test } from 'vitest'
import { isEditLastKey, isSaveKey, isSendKey } from './keys.js'

const enter = { key: 'Enter', shiftKey: false, altKey: false, isComposing: false, keyCode: 13 }

test('Return sends', () => {
  expect(isSendKey(enter)).toBe(true)
})

test('Shift-Return and Option-Return break the line', () => {
  expect(isSendKey({ ...enter, shiftKey: true })).toBe(false)
  expect(isSendKey({ ...enter, altKey: true })).toBe(false)
})

test('confirming a conversion of Japanese, Chinese or Korean does not send the message', () => {
  expect(isSendKey({ ...enter, isComposing: true })).toBe(false)
  expect(isSendKey({ ...enter, keyCode: 229 })).toBe(false)
  expect(isSendKey({ ...enter, key: 'Process', keyCode: 229 })).toBe(false)
})

test('Command-Return saves an edit, and Return alone breaks the line', () => {
  const press = { key: 'Enter', metaKey: true, ctrlKey: false }
  expect(isSaveKey(press, 'darwin')).toBe(true)
  expect(isSaveKey({ ...press, metaKey: false }, 'darwin')).toBe(false)
  expect(isSaveKey(press, 'linux')).toBe(false)
  expect(isSaveKey({ ...press, metaKey: false, ctrlKey: true }, 'linux')).toBe(true)
})

test('the arrow up alone edits the last message', () => {
  const press = { key: 'ArrowUp', metaKey: false, ctrlKey: false, shiftKey: false, altKey: false, isComposing: false }
  expect(isEditLastKey(press)).toBe(true)
  for (const key of ['metaKey', 'ctrlKey', 'shiftKey', 'altKey', 'isComposing'] as const)
    expect(isEditLastKey({ ...press, [key]: true })).toBe(false)
})
