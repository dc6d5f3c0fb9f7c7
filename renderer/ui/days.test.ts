import { expect, test } from 'vitest'
import { fullDay } from './days.js'

const now = new Date(2026, 10, 24, 0, 30)

test.each([
  [new Date(2026, 10, 24, 0, 5), 'Today'],
  [new Date(2026, 10, 23, 23, 59), 'Yesterday'],
  [new Date(2026, 10, 22, 12), 'Sunday, November 22'],
  [new Date(2025, 11, 31, 12), 'Wednesday, December 31, 2025'],
  // The clock of another Mac was ahead.
  [new Date(2026, 10, 25, 12), 'Wednesday, November 25'],
])('the day of %s is %s', (time, words) => {
  expect(fullDay(time, now)).toBe(words)
})
