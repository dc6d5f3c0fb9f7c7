import { expect, test } from 'vitest'
import { longestInline, maximumDocumentBytes, placeText } from './long-text.js'

test('what a person writes stays in the message, and the first character too many makes a document', () => {
  expect(placeText('a'.repeat(longestInline))).toBe('inline')
  expect(placeText('a'.repeat(longestInline + 1))).toBe('document')
})

test('the limit is counted in bytes, so that no accepted text is refused later', () => {
  expect(placeText('a'.repeat(maximumDocumentBytes))).toBe('document')
  expect(placeText('a'.repeat(maximumDocumentBytes + 1))).toBe('too-large')
  expect(placeText('漢'.repeat(maximumDocumentBytes / 2))).toBe('too-large')
})
