import { expect, test } from 'vitest'
import type { AssistantMessage } from '../../../contract/chat.js'
import { statisticsRows } from './statistics-rows.js'

const reply: AssistantMessage = {
  id: 'a',
  conversationId: 'c',
  parentId: 'q',
  createdAt: 0,
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
    effort: 'high',
    instructions: '',
    temperature: null,
    topP: null,
    maxTokens: null,
    seed: 7,
    date: '2026-01-01',
    told: { afterId: null, summary: null, jobIds: [] },
  },
}
const shown = (message: AssistantMessage) => Object.fromEntries(statisticsRows(message))

test('the statistics tell the answer from the thinking and what came from the cache', () => {
  expect(shown(reply)).toEqual({
    Model: 'gpt-oss-20b',
    Effort: 'High',
    Prompt: '1,204 tokens (1,100 from the cache)',
    'First token': 'after 84 ms',
    Thinking: '300 tokens in 12 s',
    Answer: '12 tokens',
    Speed: '61.4 tokens a second',
    End: 'The model ended it',
    Seed: '7',
  })
})

test('what is not known is left out instead of being shown as nothing', () => {
  const { statistics: _, recipe: __, ...old } = reply
  expect(shown(old)).toEqual({ Model: 'gpt-oss-20b' })
  expect(shown({ ...old, model: '' })).toEqual({})
})

test('a reply that met its own limit of tokens is not said to have filled the context', () => {
  const end = (maxTokens: number | null) => {
    const { recipe, statistics } = reply
    if (!recipe || !statistics) throw new Error('The example has both.')
    return shown({ ...reply, statistics: { ...statistics, endReason: 'length' }, recipe: { ...recipe, maxTokens } }).End
  }
  expect(end(312)).toBe('It came to its limit of tokens')
  expect(end(900)).toBe('There was no more room')
  expect(end(null)).toBe('There was no more room')
})

test('a reply that another model went on with names both', () => {
  expect(shown({ ...reply, begunBy: 'gpt-oss-120b' })).toMatchObject({
    Model: 'gpt-oss-20b',
    'Begun by': 'gpt-oss-120b',
  })
  expect(shown(reply)).not.toHaveProperty('Begun by')
})
