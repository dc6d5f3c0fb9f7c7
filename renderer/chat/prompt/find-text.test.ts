import { expect, test } from 'vitest'
import { findText } from './find-text.js'

test('a search disregards case, finds nothing for nothing, and stops at a thousand places', () => {
  expect(findText('Ferry and ferry', 'FERRY')).toEqual([0, 10])
  expect(findText('Ferry', '')).toEqual([])
  expect(findText('a'.repeat(5_000), 'a')).toHaveLength(1_000)
})

test('a letter that grows in small letters does not shift the places that are marked', () => {
  expect(findText('İ ferry', 'ferry')).toEqual([2])
})
