import { expect, test } from 'vitest'
import { duration, ordinal, remaining } from './words.js'

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [12, '12th'],
  [21, '21st'],
  [112, '112th'],
])('place %i in the queue reads %s', (place, words) => {
  expect(ordinal(place)).toBe(words)
})

test.each([
  [0, '1 s'],
  [8_400, '8 s'],
  [59_400, '59 s'],
  [59_600, '1 min'],
  [65_000, '1 min 5 s'],
  [3_600_000, '60 min'],
])('a duration of %i ms never reads as 0 s or 60 s', (ms, words) => {
  expect(duration(ms)).toBe(words)
})

test.each([
  [3_000, 'a few seconds left'],
  [31_000, 'about 40 seconds left'],
  [54_000, 'about a minute left'],
  [70_000, 'about a minute left'],
  [240_000, 'about 4 minutes left'],
  [3_500_000, 'about an hour left'],
  [7_500_000, 'about 2 hours left'],
])('%i ms left reads as a rounded estimate', (ms, words) => {
  expect(remaining(ms)).toBe(words)
})
