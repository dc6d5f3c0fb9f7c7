import { expect, test } from 'vitest'
import { EngineQueue, type Taker } from './engine-queue.js'

const never = new AbortController().signal
const taker = (purpose: Taker['purpose']): Taker => ({ purpose, conversationId: 'c', targetId: 't' })

test('two runs never have the engine at once', async () => {
  const queue = new EngineQueue()
  const release = await queue.acquire(taker('reply'), never)
  let isSecondRunning = false
  const second = queue.acquire(taker('reply'), never).then(() => {
    isSecondRunning = true
  })
  await Promise.resolve()
  expect(isSecondRunning).toBe(false)
  release()
  await second
  expect(isSecondRunning).toBe(true)
})

test('a reply goes before the waiting steps of a document, and replies keep their order', async () => {
  const queue = new EngineQueue()
  const order: string[] = []
  const release = await queue.acquire(taker('document'), never)
  const done = (['document', 'reply', 'reply'] as const).map((purpose, index) =>
    queue.acquire(taker(purpose), never).then((give) => {
      order.push(`${purpose} ${index}`)
      give()
    }),
  )
  release()
  await Promise.all(done)
  expect(order).toEqual(['reply 1', 'reply 2', 'document 0'])
})

test('a run that is cancelled while it waits lets the others move up', async () => {
  const queue = new EngineQueue()
  const release = await queue.acquire(taker('reply'), never)
  const cancelled = new AbortController()
  const first = queue.acquire(taker('reply'), cancelled.signal)
  const second = queue.acquire(taker('document'), never)
  cancelled.abort(new Error('stopped'))
  await expect(first).rejects.toThrow('stopped')
  expect(queue.entries.map(({ purpose, place }) => `${place} ${purpose}`)).toEqual(['0 reply', '1 document'])
  release()
  await second
})

test('who goes first: replies, folds, documents, titles; and the list says so', async () => {
  const queue = new EngineQueue()
  const release = await queue.acquire(taker('document'), never)
  const purposes = ['title', 'document', 'fold', 'reply'] as const
  const waiting = purposes.map((purpose) => queue.acquire(taker(purpose), never))
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

test('who has the engine hears that somebody waits, and every change is told', async () => {
  let changes = 0
  const queue = new EngineQueue(() => changes++)
  let isWanted = false
  const release = await queue.acquire(taker('title'), never, {
    onWanted: () => {
      isWanted = true
    },
  })
  expect([changes, isWanted]).toEqual([1, false])
  const reply = queue.acquire(taker('reply'), never)
  expect([changes, isWanted]).toEqual([2, true])
  release()
  ;(await reply)()
  expect(changes).toBe(4)
})
