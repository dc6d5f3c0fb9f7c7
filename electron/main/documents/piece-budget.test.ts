import { expect, test } from 'vitest'
import { PieceBudget } from './piece-budget.js'

test('a file is given four times over, and not more often', () => {
  const budget = new PieceBudget(100)
  for (let times = 0; times < 4; times++) budget.take({ from: 0, to: 100 })
  expect(() => budget.take({ from: 0, to: 1 })).toThrow(/could not be read/)
})

test.each([
  [0, 101],
  [5, 5],
  [9, 3],
])('a piece from %i to %i of 100 bytes is refused', (from, to) => {
  expect(() => new PieceBudget(100).take({ from, to })).toThrow(/could not be read/)
})
