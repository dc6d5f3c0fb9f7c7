import { expect, test } from 'vitest'
import type { AssistantMessage } from '../../../contract/chat.js'
import { initialSettings } from '../../../contract/settings.js'
import { endingOf, remarksOf } from './reply-ending.js'

const statistics = {
  promptTokens: 10,
  cachedTokens: 0,
  replyTokens: 60,
  reasoningTokens: 0,
  firstTokenMs: 1,
  tokensPerSecond: 1,
  endReason: 'stop',
} as const

const reply = (change: Partial<AssistantMessage>): AssistantMessage => ({
  id: 'a',
  conversationId: 'c',
  parentId: 'q',
  role: 'assistant',
  text: 'Yes',
  reasoning: '',
  state: 'done',
  model: 'm',
  ...change,
})

test('a complete or running reply has no ending to show', () => {
  expect(endingOf(reply({ statistics }))).toBeUndefined()
  expect(endingOf(reply({ state: 'writing' }))).toBeUndefined()
})

test('a stopped reply continues from its text or reasoning, and is tried again if it has neither', () => {
  expect(endingOf(reply({ state: 'stopped' }))).toMatchObject({ canContinue: true, canTryAgain: false })
  expect(endingOf(reply({ state: 'stopped', text: '', reasoning: 'Hm' }))).toMatchObject({ canContinue: true })
  expect(endingOf(reply({ state: 'stopped', text: '' }))).toMatchObject({ canContinue: false, canTryAgain: true })
})

test('reasoning without an answer is no failure: the user can continue', () => {
  const error = { code: 'no-answer', message: 'The model finished without an answer.' } as const
  const ending = endingOf(reply({ state: 'failed', text: '', reasoning: 'Hm', error }))
  expect(ending).toEqual({ words: error.message, isFailure: false, canContinue: true, canTryAgain: false })
})

test.each(['done', 'stopped', 'failed'] as const)(
  'a reply whose reasoning was shortened says so in state %s',
  (state) => {
    const remarks = remarksOf(reply({ state, statistics: { ...statistics, leftOutTokens: 1_200, isMalformed: true } }))
    expect(remarks).toEqual([
      expect.stringContaining('did not keep to the format'),
      expect.stringContaining('the first 1,200 tokens of the thinking were left out'),
    ])
  },
)

test('a failure shows its message and offers Continue and Try again', () => {
  const error = { code: 'engine-gone', message: 'The model stopped.' } as const
  expect(endingOf(reply({ state: 'failed', error }))).toEqual({
    words: 'The model stopped.',
    isFailure: true,
    canContinue: true,
    canTryAgain: true,
  })
  expect(endingOf(reply({ state: 'failed', text: '', error }))).toMatchObject({ canContinue: false })
})

test('without room only a shorter question helps, so Try again is not offered', () => {
  const error = { code: 'context-full', message: 'Too long.' } as const
  const ending = endingOf(reply({ state: 'failed', text: '', error }))
  expect(ending).toMatchObject({ canTryAgain: false, canContinue: false, canEditQuestion: true })
})

test('a reply that was cut names the limit, so that the user can raise the right one', () => {
  const cut = { ...statistics, endReason: 'length' } as const
  const told = { afterId: null, summary: null, jobIds: [] }
  const made = { seed: 1, date: '2026-01-01', told, reasoningControl: 'model' } as const
  const recipe = { ...initialSettings.defaults, maxTokens: 60, ...made }
  const byOwn = endingOf(reply({ statistics: cut, recipe }))
  expect(byOwn?.words).toContain('maximum length')
  expect(byOwn, 'the context has room to continue').not.toHaveProperty('room')
  const byContext = endingOf(reply({ statistics: cut, recipe: { ...recipe, maxTokens: 900 } }))
  expect(byContext).toMatchObject({ words: 'The context is full.', canContinue: true, room: 'needed-or-made' })
})

test('a continuation that did not fit does not mention a sent message, and is offered only where there is room', () => {
  const error = { code: 'context-full', message: 'Too long.' } as const
  const ending = endingOf(reply({ state: 'failed', text: 'The ferry', error }))
  expect(ending).toMatchObject({ words: 'The context has no room to continue.', room: 'needed' })
  expect(ending?.canEditQuestion).toBeUndefined()
})
