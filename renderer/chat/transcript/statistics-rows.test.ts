import { expect, test } from 'vitest'
import type { AssistantMessage } from '../../../contract/chat.js'
import { initialSettings } from '../../../contract/settings.js'
import { statisticsRows } from './statistics-rows.js'

const reply: AssistantMessage = {
  id: 'a',
  conversationId: 'c',
  parentId: 'q',
  role: 'assistant',
  text: 'Yes',
  reasoning: 'Hm',
  reasoningMs: 12_300,
  state: 'done',
  model: 'gpt-oss-20b',
  statistics: {
    promptTokens: 1_204,
    cachedTokens: 1_100,
    replyTokens: 312,
    reasoningTokens: 300,
    firstTokenMs: 84.4,
    tokensPerSecond: 61.44,
    endReason: 'stop',
  },
  recipe: {
    ...initialSettings.defaults,
    effort: 'high',
    seed: 7,
    date: '2026-01-01',
    told: { afterId: null, summary: null, jobIds: [] },
    reasoningControl: 'model',
  },
}
const shown = (message: AssistantMessage) => Object.fromEntries(statisticsRows(message, ['low', 'medium', 'high']))

test('the statistics count the reasoning, the answer and the cached prompt tokens separately', () => {
  expect(shown(reply)).toEqual({
    Model: 'gpt-oss-20b',
    Effort: 'High',
    Prompt: '1,204 tokens (1,100 from the cache)',
    'First token': 'after 84 ms',
    Thinking: '300 tokens in 12 s',
    Answer: '12 tokens',
    Speed: '61.4 tokens a second',
    End: 'The reply was complete',
    Seed: '7',
  })
})

test.each([
  ['ended-by-user', '300 tokens in 12 s, ended by you'],
  ['skipped', '300 tokens in 12 s'],
] as const)('names reasoning that the user ended, and only that: %s', (reasoningControl, words) => {
  const recipe = reply.recipe && { ...reply.recipe, reasoningControl }
  expect(shown({ ...reply, recipe })).toMatchObject({ Thinking: words })
})

test('every number that was set is shown, and a maximum length with its unit', () => {
  const { recipe } = reply
  const set = { temperature: 0.3, topP: 0.9, maxTokens: 2_048, minP: 0.05, topK: 40, repetitionPenalty: 1.1 }
  expect(shown({ ...reply, recipe: recipe && { ...recipe, ...set } })).toMatchObject({
    Temperature: '0.3',
    'Top-p': '0.9',
    'Maximum length': '2,048 tokens',
    Seed: '7',
    'Min-p': '0.05',
    'Top-k': '40',
    'Repetition penalty': '1.1',
  })
})

test('an unknown value has no row', () => {
  const { statistics: _, recipe: __, ...old } = reply
  expect(shown(old)).toEqual({ Model: 'gpt-oss-20b' })
  expect(shown({ ...old, model: '' })).toEqual({})
})

test('a reply that reached its own token limit does not say that the context was full', () => {
  const end = (maxTokens: number | null) => {
    const { recipe, statistics } = reply
    if (!recipe || !statistics) throw new Error('The example has both.')
    return shown({ ...reply, statistics: { ...statistics, endReason: 'length' }, recipe: { ...recipe, maxTokens } }).End
  }
  expect(end(312)).toBe('Maximum length reached')
  expect(end(900)).toBe('Context full')
  expect(end(null)).toBe('Context full')
})

test('a reply that another model continued names both models', () => {
  expect(shown({ ...reply, begunBy: 'gpt-oss-120b' })).toMatchObject({
    Model: 'gpt-oss-20b',
    'Started by': 'gpt-oss-120b',
  })
  expect(shown(reply)).not.toHaveProperty('Started by')
})
