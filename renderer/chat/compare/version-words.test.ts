import { expect, test } from 'vitest'
import type { AssistantMessage, Recipe } from '../../../contract/chat.js'
import { initialSettings } from '../../../contract/settings.js'
import { versionWords } from './version-words.js'

const recipe: Recipe = {
  ...initialSettings.defaults,
  seed: 7,
  date: '2026-11-30',
  told: { afterId: null, summary: null, jobIds: [] },
  reasoningControl: 'model',
}
const reply: AssistantMessage = {
  id: 'a',
  conversationId: 'c',
  parentId: 'q',
  role: 'assistant',
  text: 'Yes.',
  reasoning: '',
  state: 'done',
  model: 'gpt-oss 20b',
}
const efforts = ['low', 'medium', 'high'] as const

test('a version says what it was made with', () => {
  expect(versionWords({ ...reply, recipe: { ...recipe, effort: 'high', temperature: 0.7 } }, efforts)).toBe(
    'gpt-oss 20b · Effort: High · temperature 0.7',
  )
})

test('a version without a choice of effort, or written by the user, says no more than is known', () => {
  expect(versionWords({ ...reply, recipe: { ...recipe, temperature: null } }, [])).toBe('gpt-oss 20b')
  expect(versionWords({ ...reply, isEdited: true }, efforts)).toBe('Edited by you')
})
