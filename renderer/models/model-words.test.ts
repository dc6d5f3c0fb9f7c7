import { expect, test } from 'vitest'
import { modelDetail } from './model-words.js'

const model = { id: 'a', name: 'gpt-oss-20b', isDemo: false, isAdded: true, isMissing: false }

test('a model whose folder is missing says so, any other shows its size if known', () => {
  expect(modelDetail({ ...model, weightBytes: 12_109_566_624 })).toBe('12 GB')
  expect(modelDetail(model)).toBeUndefined()
  expect(modelDetail({ ...model, weightBytes: 5, isMissing: true })).toBe('Folder not found')
})
