import { expect, test } from 'vitest'
import { isFoldable } from './folded-text.js'

test('a message folds by the lines that it takes, of many short lines or of few long ones', () => {
  expect(isFoldable('A line\n'.repeat(12))).toBe(false)
  expect(isFoldable('A line\n'.repeat(30))).toBe(true)
  expect(isFoldable('word '.repeat(100))).toBe(false)
  expect(isFoldable('word '.repeat(300))).toBe(true)
  expect(isFoldable('')).toBe(false)
})
