import { expect, test } from 'vitest'
import { findText } from './find-text.js'

test('a search ignores case, finds nothing for an empty query, and stops at a thousand places', () => {
  expect(findText('Ferry and ferry', 'FERRY')).toEqual([0, 10])
  expect(findText('Ferry', '')).toEqual([])
  expect(findText('a'.repeat(5_000), 'a')).toHaveLength(1_000)
})

test('a letter whose lowercase form is longer does not shift the offsets', () => {
  expect(findText('İ ferry', 'ferry')).toEqual([2])
})
