import { expect, test } from 'vitest'
import { countWords } from './count-words.js'

const place = { page: 1, passage: 1, start: 0, end: 1 }
const found = (count: number, isCut = false) => ({ places: Array.from({ length: count }, () => place), isCut })

test('the number of the place that is shown is said, and that there are more', () => {
  expect(countWords('a', found(17), 2)).toBe('3 of 17')
  expect(countWords('a', found(1_000, true), 0)).toBe('1 of more than 1,000')
  expect(countWords('a', found(0), 0)).toBe('Not found')
})

test('nothing is said before anything is found or typed', () => {
  expect(countWords('a', undefined, 0)).toBe('')
  expect(countWords('  ', found(0), 0)).toBe('')
})
