import { expect, test } from 'vitest'
import { died, quit, restartWords, silent, stuck, unloaded, unsound } from './ending.js'

test('what a reply keeps says nothing of a moment that passes; only the notice says that the model starts again', () => {
  for (const ending of [died, silent, stuck, unsound, unloaded, quit]) {
    expect(ending.message).toMatch(/ Your text is saved\.$/)
    expect(ending.message).not.toMatch(/ is (starting|quitting)/)
  }
  expect(restartWords(died)).toBe('The model stopped. Your text is saved. It is starting again.')
  expect(restartWords(unsound)).toBe('The model gave no usable text. Your text is saved. It is starting again.')
})
