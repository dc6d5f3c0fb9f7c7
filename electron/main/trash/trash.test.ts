import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../contract/errors.js'
import { end, saying, TestApp, text, untilCancelled } from '../testing/test-app.js'
import { trashConversations } from './trash.js'

let app: TestApp
beforeEach(() => {
  app = new TestApp()
})
afterEach(() => app.remove())

const noDocuments = { jobsOf: () => [], pause: async () => {}, stopReadings: async () => {} }
const noBatches = { pauseAll: async () => {} }

function trash(id: string): Promise<void> {
  const { store, runs, cuts, titles } = app
  const rest = { documents: noDocuments, batches: noBatches, onConversation: () => {} }
  return trashConversations({ store, runs, cuts, titles, ...rest }, [id])
}

test('trashing a conversation stops its reply and keeps the text', async () => {
  app.script = untilCancelled([text('answer', 'Half')])
  const { conversationId } = app.replies.send(null, 'Hello')
  await app.until(() => app.running(conversationId).text === 'Half')
  await trash(conversationId)
  expect(app.last(conversationId)).toMatchObject({ state: 'stopped', text: 'Half' })
})

test('no reply starts while a conversation is being trashed', async () => {
  app.script = untilCancelled([text('answer', 'Half')])
  const { conversationId } = app.replies.send(null, 'Hello')
  await app.until(() => app.running(conversationId).text === 'Half')
  const trashed = trash(conversationId)
  const message = expect.stringContaining('Trash') as string
  expect(() => app.replies.send(conversationId, 'And?')).toThrowError(expect.objectContaining({ message }))
  await trashed
  expect(app.runs.isRunning(conversationId)).toBe(false)
})

test('a fold that finishes while its conversation is being trashed starts no reply', async () => {
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
  const requestCount = app.requests.length
  await app.cuts.foldOldest(conversationId, '')
  await app.until(() => app.requests.length > requestCount)
  const trashed = trash(conversationId)
  finish()
  await trashed
  await app.until(() => app.cuts.isIdle)
  expect(app.runs.isIdle).toBe(true)
  expect(app.requests).toHaveLength(requestCount + 1)
})
