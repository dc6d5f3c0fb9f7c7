import { expect, test } from 'vitest'
import { EngineChoice } from './engine-choice.js'

test('an engine whose text stays unusable after a restart is replaced by the older one, which stays', () => {
  const choice = new EngineChoice(['new', 'old'])
  expect(choice.recordUnsound()).toBe(false)
  expect(choice.path).toBe('new')
  expect(choice.recordUnsound()).toBe(true)
  expect(choice.path).toBe('old')
  expect([choice.recordUnsound(), choice.recordUnsound(), choice.recordUnsound()]).toEqual([false, false, false])
  expect(choice.path).toBe('old')
})

test('one that passes its check in between stays, such as after each reset of the GPU', () => {
  const choice = new EngineChoice(['new', 'old'])
  for (let reset = 0; reset < 10; reset++) {
    expect(choice.recordUnsound()).toBe(false)
    choice.recordSound()
  }
  expect(choice.path).toBe('new')
})
