import { expect, test } from 'vitest'
import { isSendKey } from './send-key.js'

const enter = { key: 'Enter', shiftKey: false, altKey: false, isComposing: false, keyCode: 13 }

test('Return sends', () => {
  expect(isSendKey(enter)).toBe(true)
})

test('Shift-Return and Option-Return break the line', () => {
  expect(isSendKey({ ...enter, shiftKey: true })).toBe(false)
  expect(isSendKey({ ...enter, altKey: true })).toBe(false)
})

test('confirming a conversion of Japanese, Chinese or Korean does not send half a message', () => {
  expect(isSendKey({ ...enter, isComposing: true })).toBe(false)
  expect(isSendKey({ ...enter, keyCode: 229 })).toBe(false)
  expect(isSendKey({ ...enter, key: 'Process', keyCode: 229 })).toBe(false)
})
