import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../contract/errors.js'
import { end, saying, TestApp, text, untilCancelled } from './testing/test-app.js'
import { trashConversation } from './trash.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
})
afterEach(() => app.remove())

const noDocuments = { jobsOf: () => [], pause: async () => {} }

function trash(id: string): Promise<void> {
  const { store, runs, cuts, titles } = app
  return trashConversation({ store, runs, cuts, titles, documents: noDocuments, onConversation: () => {} }, id)
}

test('a reply that is being made ends in the trash, with its text', async () => {
  app.script = untilCancelled([text('answer', 'Half')])
  const { conversationId } = app.replies.send(null, 'Hello')
  await app.until(() => app.running(conversationId).text === 'Half')
  await trash(conversationId)
  expect(app.last(conversationId)).toMatchObject({ state: 'stopped', text: 'Half' })
})

test('nothing begins in a conversation while it goes into the trash', async () => {
  app.script = untilCancelled([text('answer', 'Half')])
  const { conversationId } = app.replies.send(null, 'Hello')
  await app.until(() => app.running(conversationId).text === 'Half')
  const trashed = trash(conversationId)
  const message = expect.stringContaining('Trash') as string
  expect(() => app.replies.send(conversationId, 'And?')).toThrowError(expect.objectContaining({ message }))
  await trashed
  expect(app.runs.isRunning(conversationId)).toBe(false)
})

test('a fold that comes to its end as its conversation goes into the trash starts no reply there', async () => {
  let finish = () => {}
  const word = 'word '
  const full = new AppError('context-full', 'It does not fit.')
  const { conversationId } = await app.ask(null, word.repeat(900))
  app.script = async function* () {
    await Promise.reject(full)
    yield end
  }
  await app.ask(conversationId, word.repeat(900))
  app.script = async function* (request, signal) {
    await new Promise<void>((resolve) => {
      finish = resolve
    })
    yield* saying('They said words.')(request, signal)
  }
  const asked = app.requests.length
  await app.cuts.foldOldest(conversationId, '')
  await app.until(() => app.requests.length > asked)
  const trashed = trash(conversationId)
  finish()
  await trashed
  await app.until(() => app.cuts.isIdle)
  expect(app.runs.isIdle).toBe(true)
  expect(app.requests).toHaveLength(asked + 1)
})
