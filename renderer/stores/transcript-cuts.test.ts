import { expect, test } from 'vitest'
import type { AssistantMessage } from '../../contract/chat.js'
import type { Cut } from '../../contract/context.js'
import { initialSettings } from '../../contract/settings.js'
import { applyEvents } from './transcript.js'
import { cutSize, cutsByMessage, cutsKey, doneFolds, foldOf, promptKey } from './transcript-cuts.js'

const reply: AssistantMessage = {
  id: 'a',
  conversationId: 'c',
  parentId: null,
  role: 'assistant',
  text: '',
  reasoning: '',
  state: 'writing',
  model: 'm',
}
const cut: Cut = {
  id: 'x',
  conversationId: 'c',
  messageId: 'a',
  createdAt: 0,
  kind: 'folded',
  summary: '',
  state: 'waiting',
}
const transcript = (message: AssistantMessage, cuts: readonly Cut[] = []) =>
  applyEvents(
    null,
    [
      {
        type: 'snapshot',
        sequence: 0,
        transcript: {
          conversationId: 'c',
          messages: [message],
          jobs: [],
          batches: [],
          documents: [],
          draft: '',
          queued: [],
          edits: {},
          settings: initialSettings.defaults,
          cuts,
        },
      },
    ],
    0,
  ).transcript

test('the context is counted again when a reply ends or a cut changes, but not for each token', () => {
  const before = promptKey(transcript(reply))
  expect(promptKey(transcript({ ...reply, text: 'More' }))).toBe(before)
  expect(promptKey(transcript({ ...reply, state: 'done' }))).not.toBe(before)
  expect(promptKey(transcript(reply, [cut]))).not.toBe(before)
  expect(promptKey(transcript(reply, [{ ...cut, state: 'done', summary: 'Short' }]))).not.toBe(
    promptKey(transcript(reply, [{ ...cut, state: 'done', summary: 'Longer' }])),
  )
})

test('a fold is running until it is done or has failed', () => {
  expect(foldOf(transcript(reply, [cut]))?.id).toBe('x')
  expect(foldOf(transcript(reply, [{ ...cut, state: 'writing' }]))?.id).toBe('x')
  expect(foldOf(transcript(reply, [{ ...cut, state: 'done' }]))).toBeUndefined()
  expect(foldOf(transcript(reply, [{ ...cut, state: 'failed' }]))).toBeUndefined()
  expect(foldOf(null)).toBeUndefined()
})

test('two cuts after the same message keep their order of creation, even if the clock was set back', () => {
  const later = { ...cut, id: 'y', createdAt: cut.createdAt - 1 }
  const cuts = cutsByMessage({ [cut.id]: cut, [later.id]: later })
  expect(cuts.get('a')?.map(({ id }) => id)).toEqual(['x', 'y'])
})

test('a fold is reported once, when it is done, and not when a conversation with one is opened', () => {
  const making = transcript(reply, [{ ...cut, state: 'writing' }])
  const done = transcript(reply, [{ ...cut, state: 'done' }])
  expect(doneFolds(making, done).map(({ id }) => id)).toEqual(['x'])
  expect(doneFolds(null, done)).toEqual([])
  expect(doneFolds(done, transcript(reply, [{ ...cut, state: 'done', summary: 'Mine' }]))).toEqual([])
  expect(doneFolds(making, transcript(reply, [{ ...cut, state: 'failed' }]))).toEqual([])
})

test('the size of a cut does not include the messages of an earlier cut', () => {
  const state = transcript(reply)
  if (!state) throw new Error('The snapshot was not taken.')
  const earlier: Cut = { ...cut, id: 'earlier', messageId: 'm2', state: 'done' }
  const long = { ...state, order: ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'], cuts: { earlier } }
  expect(cutSize(long, { ...cut, messageId: 'm6' })).toBe(4)
  expect(cutSize(long, earlier)).toBe(2)
})

test('the cuts key changes when a cut is done, and not while its summary is being written', () => {
  const before = cutsKey(transcript(reply))
  expect(cutsKey(transcript(reply, [{ ...cut, state: 'writing', summary: 'They sp' }]))).toBe(before)
  expect(cutsKey(transcript(reply, [{ ...cut, state: 'done', summary: 'They spoke.' }]))).not.toBe(before)
})
