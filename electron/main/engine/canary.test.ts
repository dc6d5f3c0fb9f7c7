import { expect, test } from 'vitest'
import { Canary } from './canary.js'

const model = {
  id: 'a',
  name: 'Test',
  isDemo: false,
  contextLength: 2_048,
  quantization: 'mxfp4',
  weightBytes: 7,
  efforts: [],
}

test('a model that restarts with another canary text is rejected, however fluent the text is', () => {
  const canary = new Canary()
  expect(canary.accepts(model, 'One, two, three.')).toBe(true)
  expect(canary.accepts(model, 'One, two, three.')).toBe(true)
  expect(canary.accepts(model, 'One, two, tree.')).toBe(false)
})

test('a first canary text that is empty or repeats one token is rejected', () => {
  for (const text of ['', ' \n', '!'.repeat(16), '??? '.repeat(20)]) {
    expect(new Canary().accepts(model, text)).toBe(false)
  }
})

test('other weights have their own canary text', () => {
  const canary = new Canary()
  canary.accepts(model, 'One, two.')
  expect(canary.accepts({ ...model, weightBytes: 8 }, 'Uno, due.')).toBe(true)
})

test('after `forget` another canary text is accepted', () => {
  const canary = new Canary()
  canary.accepts(model, 'One, two.')
  canary.forget()
  expect(canary.accepts(model, 'Two, one.')).toBe(true)
})

test('the check stays due until a text is accepted', () => {
  const canary = new Canary()
  canary.isDue = true
  canary.accepts(model, '')
  expect(canary.isDue).toBe(true)
  canary.accepts(model, 'One.')
  expect(canary.isDue).toBe(false)
})
