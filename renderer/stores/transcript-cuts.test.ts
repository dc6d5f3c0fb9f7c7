import { expect, test } from 'vitest'
import type { AssistantMessage } from '../../contract/chat.js'
import type { Cut } from '../../contract/context.js'
import { initialSettings } from '../../contract/settings.js'
import { applyEvents } from './transcript.js'
import { cutsByMessage, isFolding, promptKey } from './transcript-cuts.js'

const reply: AssistantMessage = {
  id: 'a',
  conversationId: 'c',
  parentId: null,
  createdAt: 0,
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
          draft: '',
          settings: initialSettings.defaults,
          cuts,
        },
      },
    ],
    0,
  ).transcript

test('the context is counted anew when a reply ends or a cut changes, and not for each token that comes', () => {
  const before = promptKey(transcript(reply))
  expect(promptKey(transcript({ ...reply, text: 'More' }))).toBe(before)
  expect(promptKey(transcript({ ...reply, state: 'done' }))).not.toBe(before)
  expect(promptKey(transcript(reply, [cut]))).not.toBe(before)
  expect(promptKey(transcript(reply, [{ ...cut, state: 'done', summary: 'Short' }]))).not.toBe(
    promptKey(transcript(reply, [{ ...cut, state: 'done', summary: 'Longer' }])),
  )
})

test('a conversation is busy with a fold exactly until the fold is done or failed', () => {
  expect(isFolding(transcript(reply, [cut]))).toBe(true)
  expect(isFolding(transcript(reply, [{ ...cut, state: 'writing' }]))).toBe(true)
  expect(isFolding(transcript(reply, [{ ...cut, state: 'done' }]))).toBe(false)
  expect(isFolding(transcript(reply, [{ ...cut, state: 'failed' }]))).toBe(false)
  expect(isFolding(null)).toBe(false)
})

test('two cuts below the same message are both shown, the older one first', () => {
  const later = { ...cut, id: 'y', createdAt: 1 }
  const cuts = cutsByMessage({ [later.id]: later, [cut.id]: cut })
  expect(cuts.get('a')?.map(({ id }) => id)).toEqual(['x', 'y'])
})
