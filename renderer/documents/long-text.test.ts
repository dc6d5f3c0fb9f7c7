import { expect, test } from 'vitest'
import { maxDocumentBytes } from '../../contract/documents.js'
import { bytesOf, longestInline, placeText } from './long-text.js'

test('what a person writes stays in the message, and the first character too many makes a document', () => {
  expect(placeText('a'.repeat(longestInline))).toBe('inline')
  expect(placeText('a'.repeat(longestInline + 1))).toBe('document')
})

test('the limit is counted in bytes, so that no accepted text is refused later', () => {
  expect(placeText('a'.repeat(maxDocumentBytes))).toBe('document')
  expect(placeText('a'.repeat(maxDocumentBytes + 1))).toBe('too-large')
  expect(placeText('漢'.repeat(maxDocumentBytes / 2))).toBe('too-large')
})

test('a text that is too large has a size above the limit, whatever its letters', () => {
  for (const text of ['a'.repeat(maxDocumentBytes + 1), '漢'.repeat(maxDocumentBytes / 2)]) {
    expect(bytesOf(text)).toBeGreaterThan(maxDocumentBytes)
  }
})
