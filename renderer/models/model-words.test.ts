import { expect, test } from 'vitest'
import { isUsable, modelDetail } from './model-words.js'

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
