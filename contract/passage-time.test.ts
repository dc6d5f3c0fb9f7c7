import { expect, test } from 'vitest'
import { passageTime } from './passage-time.js'

test('a passage of a transcript has the time of its first words', () => {
  expect(passageTime(1, '[0:05] Ann: Good morning.')).toBe('0:05')
  expect(passageTime(13, '[12:07] We begin.')).toBe('12:07')
  expect(passageTime(63, '[1:02:03] ANN: Let us vote.')).toBe('1:02:03')
})

test('other brackets are no times', () => {
  expect(passageTime(4, '[12:07] We begin.')).toBeUndefined()
  expect(passageTime(13, 'At [12:07] we begin.')).toBeUndefined()
  expect(passageTime(1, '[p. 1:2] We begin.')).toBeUndefined()
  expect(passageTime(1, '')).toBeUndefined()
})
