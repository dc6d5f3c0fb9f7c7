import { expect, test } from 'vitest'
import { isUsable, modelDetail, problemOf, unloadedWords } from './model-words.js'

const model = { id: 'a', name: 'gpt-oss-20b', isDemo: false, isAdded: true, isMissing: false }

test('a model whose folder is missing says so, any other shows its size if known', () => {
  expect(modelDetail({ ...model, weightBytes: 12_109_566_624 })).toBe('12 GB')
  expect(modelDetail(model)).toBeUndefined()
  expect(modelDetail({ ...model, weightBytes: 5, isMissing: true })).toBe('Folder not found')
})

test('a model of another app names the app, and one that the app has not finished says so and cannot be chosen', () => {
  const cached = { ...model, weightBytes: 12_109_566_624, origin: 'hugging-face' } as const
  expect(modelDetail(cached)).toBe('12 GB · Hugging Face')
  const half = { ...model, origin: 'lm-studio', fault: 'A file is missing.' } as const
  expect(modelDetail(half)).toBe('Incomplete · LM Studio')
  expect([cached, half, { ...cached, isMissing: true }].map(isUsable)).toEqual([true, false, false])
})

test('the model of a conversation that is gone, missing or incomplete has a sentence, and one that can be loaded has none', () => {
  const half = { ...model, fault: 'A file is missing.' }
  const missing = { ...model, isMissing: true }
  const all = [undefined, missing, half, model]
  expect(all.map(unloadedWords)).toEqual(['Not in the list', 'Folder not found', 'Incomplete', 'Not loaded'])
  const { name } = model
  expect(all.map((known) => problemOf(known ? { name, known } : { name }))).toEqual([
    'gpt-oss-20b, the model of this conversation, is no longer in the list.',
    'The folder of gpt-oss-20b, the model of this conversation, is missing.',
    'A file is missing.',
    undefined,
  ])
})
