import { expect, test } from 'vitest'
import { maxTextBytes } from '../../contract/documents.js'
import { bytesOf, maxInlineLength, placeText } from './long-text.js'

test('text up to the limit stays in the message, and one character more makes a document', () => {
  expect(placeText('a'.repeat(maxInlineLength))).toBe('inline')
  expect(placeText('a'.repeat(maxInlineLength + 1))).toBe('document')
})

test('the size limit counts bytes, so that accepted text is never refused later', () => {
  expect(placeText('a'.repeat(maxTextBytes))).toBe('document')
  expect(placeText('a'.repeat(maxTextBytes + 1))).toBe('too-large')
  expect(placeText('漢'.repeat(maxTextBytes / 2))).toBe('too-large')
})

test('the size of a text that is too large is above the limit, whatever its letters', () => {
  for (const text of ['a'.repeat(maxTextBytes + 1), '漢'.repeat(maxTextBytes / 2)]) {
    expect(bytesOf(text)).toBeGreaterThan(maxTextBytes)
  }
})
