import { expect, test } from 'vitest'
import { EngineQueue } from '../../engine/engine-queue.js'
import { FakeEngine } from '../../testing/fake-engine.js'
import { EngineTurns } from './engine-turns.js'

const user = { purpose: 'document', conversationId: 'c', targetId: 'j' } as const

/** The answer of a model that says `text`. */
async function askFor(text: string, options: { isOneLine?: boolean }) {
  const engine = new FakeEngine()
  engine.answer = () => text
  const turns = new EngineTurns(engine, new EngineQueue(), user, new AbortController().signal)
  const answer = await turns.ask({ instructions: '', messages: [], seed: 0, ...options })
  return { answer, request: engine.requests[0] }
}

test('where one line is wanted, the model is stopped after it', async () => {
  const { answer, request } = await askFor('\nThe ferry was repaired.\nIt', { isOneLine: true })
  expect(answer).toEqual({ text: '\nThe ferry was repaired.\nIt', isCutOff: true })
  expect(request).not.toHaveProperty('isOneLine')
  expect((await askFor('\nThe ferry was repaired.', { isOneLine: true })).answer.isCutOff).toBe(false)
  expect((await askFor('One.\nTwo.', {})).answer.isCutOff).toBe(false)
})
