import { expect, test } from 'vitest'
import { died, quit, restartMessage, silent, stuck, unloaded, unsound } from './ending.js'

test('the stored message names no passing state; only the notice says that the model restarts', () => {
  for (const ending of [died, silent, stuck, unsound, unloaded, quit]) {
    expect(ending.message).toMatch(/ Your text is saved\.$/)
    expect(ending.message).not.toMatch(/ is (starting|quitting)/)
  }
  expect(restartMessage(died)).toBe('The model stopped. Your text is saved. It is starting again.')
  expect(restartMessage(unsound)).toBe('The model gave no usable text. Your text is saved. It is starting again.')
})
