import { expect, test } from 'vitest'
import type { AssistantMessage } from '../../../contract/chat.js'
import { initialSettings } from '../../../contract/settings.js'
import { endingOf, remarksOf } from './reply-ending.js'

const statistics = {
  promptTokens: 10,
  cachedTokens: 0,
  replyTokens: 60,
  firstTokenMs: 1,
  tokensPerSecond: 1,
  endReason: 'stop',
} as const

const reply = (change: Partial<AssistantMessage>): AssistantMessage => ({
  id: 'a',
  conversationId: 'c',
  parentId: 'q',
  createdAt: 0,
  role: 'assistant',
  text: 'Yes',
  reasoning: '',
  state: 'done',
  model: 'm',
  ...change,
})

test('a reply that came to its end offers nothing beside it', () => {
  expect(endingOf(reply({ statistics }))).toBeUndefined()
  expect(endingOf(reply({ state: 'writing' }))).toBeUndefined()
})

test('what was stopped goes on from its text or its thinking, and is tried again when there is neither', () => {
  expect(endingOf(reply({ state: 'stopped' }))).toMatchObject({ canContinue: true, canTryAgain: false })
  expect(endingOf(reply({ state: 'stopped', text: '', reasoning: 'Hm' }))).toMatchObject({ canContinue: true })
  expect(endingOf(reply({ state: 'stopped', text: '' }))).toMatchObject({ canContinue: false, canTryAgain: true })
})

test('thinking without an answer is no failure of the app: it says so and continues', () => {
  const error = { code: 'no-answer', message: 'The model ended without an answer.' } as const
  const ending = endingOf(reply({ state: 'failed', text: '', reasoning: 'Hm', error }))
  expect(ending).toEqual({ words: error.message, isFailure: false, canContinue: true, canTryAgain: false })
})

test.each(['done', 'stopped', 'failed'] as const)(
  'a reply that lost the beginning of its thinking says so, %s or not',
  (state) => {
    const remarks = remarksOf(reply({ state, statistics: { ...statistics, leftOutTokens: 1_200, isMalformed: true } }))
    expect(remarks).toEqual([
      expect.stringContaining('broke the format'),
      expect.stringContaining('the first 1,200 tokens of the thinking were left out'),
    ])
  },
)

test('a failure says what it was, keeps the text and offers both ways', () => {
  const error = { code: 'engine-gone', message: 'The model stopped.' } as const
  expect(endingOf(reply({ state: 'failed', error }))).toEqual({
    words: 'The model stopped.',
    isFailure: true,
    canContinue: true,
    canTryAgain: true,
  })
  expect(endingOf(reply({ state: 'failed', text: '', error }))).toMatchObject({ canContinue: false })
})

test('what had no room can be tried again as often as one likes: only a shorter question helps', () => {
  const error = { code: 'context-full', message: 'Too long.' } as const
  const ending = endingOf(reply({ state: 'failed', text: '', error }))
  expect(ending).toMatchObject({ canTryAgain: false, canContinue: false, canEditQuestion: true })
})

test('a reply that was cut by its length says by which, so that the right limit can be raised', () => {
  const cut = { ...statistics, endReason: 'length' } as const
  const told = { afterId: null, summary: null, jobIds: [] }
  const recipe = { ...initialSettings.defaults, maxTokens: 60, seed: 1, date: '2026-01-01', told }
  const byOwn = endingOf(reply({ statistics: cut, recipe }))
  expect(byOwn?.words).toContain('limit of tokens')
  expect(byOwn, 'the context has room to go on').not.toHaveProperty('room')
  const byContext = endingOf(reply({ statistics: cut, recipe: { ...recipe, maxTokens: 900 } }))
  expect(byContext).toMatchObject({ words: 'The context was full here.', canContinue: true, room: 'needed-or-made' })
})

test('a continuation that did not fit speaks of no message that was sent, and goes on only where there is room', () => {
  const error = { code: 'context-full', message: 'Too long.' } as const
  const ending = endingOf(reply({ state: 'failed', text: 'The ferry', error }))
  expect(ending).toMatchObject({ words: 'There is no room in the context to go on from here.', room: 'needed' })
  expect(ending?.canEditQuestion).toBeUndefined()
})
