import { expect, test } from 'vitest'
import { EngineQueue, type EngineUser } from './engine-queue.js'

const never = new AbortController().signal
const user = (purpose: EngineUser['purpose']): EngineUser => ({ purpose, conversationId: 'c', targetId: 't' })

test('two runs never have the engine at the same time', async () => {
  const queue = new EngineQueue()
  const release = await queue.acquire(user('reply'), never)
  let isSecondRunning = false
  const second = queue.acquire(user('reply'), never).then(() => {
    isSecondRunning = true
  })
  await Promise.resolve()
  expect(isSecondRunning).toBe(false)
  release()
  await second
  expect(isSecondRunning).toBe(true)
})

test('a reply runs before the waiting steps of a document, and replies keep their order', async () => {
  const queue = new EngineQueue()
  const order: string[] = []
  const release = await queue.acquire(user('document'), never)
  const done = (['document', 'reply', 'reply'] as const).map((purpose, index) =>
    queue.acquire(user(purpose), never).then((give) => {
      order.push(`${purpose} ${index}`)
      give()
    }),
  )
  release()
  await Promise.all(done)
  expect(order).toEqual(['reply 1', 'reply 2', 'document 0'])
})

test('a run that is cancelled while it waits moves the others up', async () => {
  const queue = new EngineQueue()
  const release = await queue.acquire(user('reply'), never)
  const cancelled = new AbortController()
  const first = queue.acquire(user('reply'), cancelled.signal)
  const second = queue.acquire(user('document'), never)
  cancelled.abort(new Error('stopped'))
  await expect(first).rejects.toThrow('stopped')
  expect(queue.entries.map(({ purpose, place }) => `${place} ${purpose}`)).toEqual(['0 reply', '1 document'])
  release()
  await second
})

test('the order is replies, folds, documents, titles, and `entries` shows it', async () => {
  const queue = new EngineQueue()
  const release = await queue.acquire(user('document'), never)
  const purposes = ['title', 'document', 'fold', 'reply'] as const
  const waiting = purposes.map((purpose) => queue.acquire(user(purpose), never))
  expect(queue.entries.map(({ purpose, place }) => `${place} ${purpose}`)).toEqual([
    '0 document',
    '1 reply',
    '2 fold',
    '3 document',
    '4 title',
  ])
  expect(new Set(queue.entries.map(({ id }) => id)).size).toBe(5)
  release()
  for (const turn of waiting.toReversed()) (await turn)()
  expect(queue.entries).toEqual([])
})

test('the holder is notified when another user waits, and every change calls `onChange`', async () => {
  let changes = 0
  const queue = new EngineQueue(() => changes++)
  let isWanted = false
  const release = await queue.acquire(user('title'), never, {
    onWanted: () => {
      isWanted = true
    },
  })
  expect([changes, isWanted]).toEqual([1, false])
  const reply = queue.acquire(user('reply'), never)
  expect([changes, isWanted]).toEqual([2, true])
  release()
  ;(await reply)()
  expect(changes).toBe(4)
})
