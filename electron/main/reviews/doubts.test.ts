import { afterEach, beforeEach, expect, test } from 'vitest'
import { saying, TestApp } from '../testing/test-app.js'
import { DoubtfulReplies } from './doubts.js'

let app: TestApp
let replies: DoubtfulReplies
let replyId: string
beforeEach(async () => {
  app = new TestApp()
  const { store, engine, queue } = app
  replies = new DoubtfulReplies({
    store,
    engine,
    queue,
    loadModel: () => {},
    requestInPlaceOf: (reply) => app.replies.requestInPlaceOf(reply),
  })
  app.script = saying('Herons eat stones.')
  const reply = await app.ask(null, 'What do herons eat?')
  replyId = reply.id
})
afterEach(() => app.remove())

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })

test('the model reads the prompt of the reply and the reply, and its unlikely words are named', async () => {
  let read = ''
  app.weighing = async function* ({ messages, continuation }) {
    read = `${messages.at(-1)?.text} ${continuation.text}`
    yield { type: 'reading', done: 1, total: 2 }
    yield { type: 'weighed', pieces: [{ text: 'Herons eat', chance: 0.5 }] }
    yield { type: 'weighed', pieces: [{ text: ' stones', chance: 0.01 }] }
    yield { type: 'weighed', pieces: [{ text: '.', chance: 0.01 }] }
  }
  expect(await replies.find(replyId)).toEqual({
    modelName: app.model.name,
    words: [{ start: 11, end: 17, chance: 0.01 }],
  })
  expect(read).toBe('What do herons eat? Herons eat stones.')
  expect(app.queue.entries).toEqual([])
})

test('a reply that is asked for goes first, and the reading begins again after it', async () => {
  let runs = 0
  app.weighing = async function* (_, signal) {
    if (++runs === 1) return await untilAborted(signal)
    yield { type: 'weighed', pieces: [{ text: 'Herons', chance: 0.01 }] }
  }
  const found = replies.find(replyId)
  await app.until(() => runs === 1)
  await app.ask(null, 'Another')
  expect((await found)?.words).toMatchObject([{ start: 0, end: 6 }])
})

test('a reading that is cancelled gives null, and one that fails says why', async () => {
  app.weighing = async function* (_, signal) {
    yield { type: 'reading', done: 1, total: 2 }
    await untilAborted(signal)
  }
  const found = replies.find(replyId)
  await app.until(() => app.queue.entries.length === 1)
  replies.cancel(replyId)
  expect(await found).toBeNull()
  app.weighing = () => {
    throw new Error('gone')
  }
  await expect(replies.find(replyId)).rejects.toThrow('gone')
  expect(app.queue.entries).toEqual([])
})
