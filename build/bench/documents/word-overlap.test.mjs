import { expect, test } from 'vitest'
import { wordOverlap } from './word-overlap.mjs'

test('the same words in another order and with other marks are the same', () => {
  expect(wordOverlap('# The ferry, at noon.', 'at noon the ferry: The'.replace('the ', ''))).toBe(1)
})

test('a word that is missing or read twice lowers the overlap', () => {
  expect(wordOverlap('one two', 'one two three four')).toBeCloseTo(2 / 3)
  expect(wordOverlap('one one', 'one')).toBeCloseTo(2 / 3)
})

test('each character of Japanese counts, whatever stands between them', () => {
  expect(wordOverlap('この文書', 'この\n文 書')).toBe(1)
  expect(wordOverlap('この文書', 'この文')).toBeCloseTo(6 / 7)
})

test('two texts without words are the same', () => {
  expect(wordOverlap('', ' . ')).toBe(1)
})
