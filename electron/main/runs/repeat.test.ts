import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../contract/errors.js'
import { end, saying, TestApp, text } from '../testing/test-app.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
})
afterEach(() => app.remove())

test('a continuation without the start of its reasoning is shown and repeated with the same tokens left out', async () => {
  app.script = async function* () {
    yield text('reasoning', 'One, two, three')
    yield { ...end, reason: 'length' }
  }
  const full = await app.ask(null, 'Hello')
  app.script = async function* () {
    yield text('answer', 'So.')
    yield { ...end, leftOutTokens: 2 }
  }
  app.replies.continueReply(full.id)
  await app.runs.finished(full.conversationId)
  expect(app.requests.at(-1)?.continuation).not.toHaveProperty('leaveOut')
  const reply = app.last(full.conversationId)
  expect(app.replies.requestOf(reply).continuation).toMatchObject({ reasoning: 'One, two, three', leaveOut: 2 })
  app.replies.repeat(reply.id)
  await app.runs.finished(full.conversationId)
  expect(app.requests.at(-1)).toEqual(app.replies.requestOf(reply))
})

test('a reply whose reasoning the user ended cannot be repeated, even when it was stopped without an `end` event', async () => {
  app.script = async function* (_, signal) {
    yield text('reasoning', 'Hm')
    yield { type: 'reasoning-ended' }
    yield text('answer', 'So')
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  }
  const { conversationId } = app.replies.send(null, 'Hello')
  await app.until(() => app.running(conversationId).text === 'So')
  await app.runs.stop(conversationId)
  const { id } = app.last(conversationId)
  expect(() => app.replies.repeat(id)).toThrowError(expect.objectContaining({ code: 'refused' }))
})

test('a reply whose engine died before it received Answer now can be repeated with the same seed', async () => {
  let die = () => {}
  app.script = async function* () {
    yield text('reasoning', 'Hm')
    await new Promise<void>((resolve) => {
      die = resolve
    })
    throw new AppError('engine-gone', 'The model stopped.')
  }
  const { conversationId } = app.replies.send(null, 'Hello')
  await app.until(() => app.running(conversationId).reasoning === 'Hm')
  await app.runs.answerNow(conversationId)
  die()
  await app.runs.finished(conversationId)
  const request = app.requests.at(-1)
  app.script = saying('So.')
  app.replies.repeat(app.last(conversationId).id)
  await app.runs.finished(conversationId)
  expect(app.requests.at(-1)).toEqual(request)
})
