import { expect, test } from 'vitest'
import { Canary } from './canary.js'

const model = { id: 'a', name: 'Test', isDemo: false, contextLength: 2_048, quantization: 'mxfp4', weightBytes: 7 }

test('a model that comes back with another song computes something wrong, however fluent', () => {
  const canary = new Canary()
  expect(canary.accepts(model, 'One, two, three.')).toBe(true)
  expect(canary.accepts(model, 'One, two, three.')).toBe(true)
  expect(canary.accepts(model, 'One, two, tree.')).toBe(false)
})

test('a first song of nothing, or of one token again and again, is no song', () => {
  for (const song of ['', ' \n', '!'.repeat(16), '??? '.repeat(20)]) {
    expect(new Canary().accepts(model, song)).toBe(false)
  }
})

test('other weights have a song of their own', () => {
  const canary = new Canary()
  canary.accepts(model, 'One, two.')
  expect(canary.accepts({ ...model, weightBytes: 8 }, 'Uno, due.')).toBe(true)
})

test('after the user asked for a new start nobody is held to the old song', () => {
  const canary = new Canary()
  canary.accepts(model, 'One, two.')
  canary.forget()
  expect(canary.accepts(model, 'Two, one.')).toBe(true)
})

test('it is due until it has sung well', () => {
  const canary = new Canary()
  canary.isDue = true
  canary.accepts(model, '')
  expect(canary.isDue).toBe(true)
  canary.accepts(model, 'One.')
  expect(canary.isDue).toBe(false)
})
