import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { afterEvent, type Batch, type BatchEvent } from '../../../../contract/batch.js'
import { AppError } from '../../../../contract/errors.js'
import { EngineQueue } from '../../engine/engine-queue.js'
import { DocumentsApp, fileOf } from '../../testing/documents-app.js'
import { FakeEngine, untilAborted } from '../../testing/fake-engine.js'
import { textOf } from '../../testing/test-document.js'
import { readFailureError } from '../document-kind.js'
import type { DocumentSource } from '../document-source.js'
import type { Reader } from '../reader.js'
import { Batches } from './batches.js'

let app: DocumentsApp
let batches: Batches
/** What a window shows: the new batch, with every event applied. */
let shown: Batch
let events: BatchEvent[]

const names = ['a.txt', 'b.txt', 'c.txt', 'd.txt']
/** Files differ by their first byte only, which says which one it is. */
const nameIn = async (source: DocumentSource) => names[(await source.piece(0, 1))[0] ?? 0] ?? ''
const csvReader = (text: string): Reader => ({ read: async () => ({ ...textOf(text), kind: 'csv' }) })
const isKilled = (store: DocumentsApp['store']) => store !== app.store

function open(queue = new EngineQueue()): Batches {
  const { store } = app
  batches = new Batches({
    store,
    engine: app.engine,
    queue,
    documents: app.documents,
    onMessage: () => {},
    onDocumentSent: () => {},
    onIdle: () => {},
    onBatch(batch) {
      shown = batch
    },
    onEvent(_, event) {
      if (isKilled(store)) return
      events.push(event)
      shown = afterEvent(shown, event)
    },
  })
  return batches
}

beforeEach(() => {
  app = new DocumentsApp()
  app.engine = new FakeEngine(4_000)
  app.reader = { read: async (source) => textOf(`This is ${await nameIn(source)}. Ada wrote it.`) }
  app.open()
  app.engine.answer = ({ messages: [message] }) => /This is (\w)\.txt/.exec(message?.text ?? '')?.[1] ?? ''
  events = []
  open()
})
afterEach(async () => {
  await batches.stop()
  await app.close()
})

async function attach(...files: readonly string[]): Promise<void> {
  const ids = await app.attach(null, ...files.map((name, index) => fileOf(name, index)))
  await app.documents.whenRead(ids, new AbortController().signal).catch(() => {})
}

const turn = () => new Promise((resolve) => setImmediate(resolve))
async function untilIdle(): Promise<Batch> {
  while (!batches.isIdle) await turn()
  return batches.get(shown.messageId)
}
async function begin(prompt = 'Who wrote it?'): Promise<string> {
  return (await batches.begin(null, prompt)).id
}
const statesOf = ({ rows }: Batch) => rows.map(({ state }) => state)
const answersOf = ({ rows }: Batch) => rows.map((row) => (row.state === 'done' ? row.answer : row.state))
const askedAbout = () =>
  app.engine.requests.map(({ messages: [message] }) => /This is (\w)\.txt/.exec(message?.text ?? '')?.[1])

test('each document is asked about alone, with nothing of the others or of the conversation', async () => {
  await attach(...names)
  await begin()
  const batch = await untilIdle()
  expect(batch.state).toBe('done')
  expect(answersOf(batch)).toEqual(['a', 'b', 'c', 'd'])
  expect(shown).toEqual(batch)
  expect(app.engine.requests).toHaveLength(4)
  for (const { messages } of app.engine.requests) {
    expect(messages).toHaveLength(1)
    expect(messages[0]?.text.match(/This is/g)).toHaveLength(1)
    expect(messages[0]?.text).toContain('Who wrote it?')
  }
  expect(app.attachedTo(null)).toEqual([])
})

test('an answer has links to the pages that it cites, and no marks of them', async () => {
  await attach('a.txt', 'b.txt')
  app.engine.answer = () => 'Ada wrote it [p. 1:1].'
  await begin()
  expect((await untilIdle()).rows[0]).toMatchObject({
    state: 'done',
    answer: 'Ada wrote it.',
    links: [{ page: 1, passage: 1 }],
  })
})

test('each row of a table is asked about alone, with the names of its cells', async () => {
  app.reader = csvReader('| Name | Town |\n| --- | --- |\n| Ada | Bergen |\n|  |  |\n| Bob | Oslo |')
  await attach('people.csv')
  app.engine.answer = ({ messages: [message] }) => (message?.text.includes('Town: Oslo') ? 'South' : 'West')
  await begin('North, south or west?')
  const batch = await untilIdle()
  expect(batch.source).toBe('table')
  expect(batch.rows.map(({ name }) => name)).toEqual(['Ada · Bergen', 'Bob · Oslo'])
  expect(answersOf(batch)).toEqual(['West', 'South'])
  expect(app.engine.requests[0]?.messages[0]?.text).not.toContain('Bob')
  expect(batches.csv(batch.messageId)).toBe('\ufeffName,Town,Answer,Problem\r\nAda,Bergen,West,\r\nBob,Oslo,South,\r\n')
})

test('an answer of one long paragraph is kept whole', async () => {
  const answer = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ')
  await attach('a.txt', 'b.txt')
  app.engine.answer = () => answer
  await begin()
  expect(answersOf(await untilIdle())).toEqual([answer, answer])
})

test('the same composer is sent once, however often it is asked for', async () => {
  await attach('a.txt', 'b.txt')
  const sent = await Promise.allSettled([begin(), begin()])
  expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(answersOf(await untilIdle())).toEqual(['a', 'b'])
  expect(app.store.conversations.list()).toHaveLength(1)
})

test('one text, or a table without rows, is not asked about separately, and stays in the composer', async () => {
  await attach('a.txt')
  await expect(begin()).rejects.toMatchObject({ code: 'refused' })
  await app.documents.remove(app.attachedTo(null)[0] ?? '')
  app.reader = csvReader('No table.')
  await attach('empty.csv')
  await expect(begin()).rejects.toMatchObject({ code: 'refused', message: 'empty.csv has no table with rows.' })
  expect(app.attachedTo(null)).toHaveLength(1)
  expect(app.store.conversations.list()).toEqual([])
})

test('a document that cannot be read fails its own row, with the reason', async () => {
  app.reader = {
    read: async (source) => {
      const name = await nameIn(source)
      if (name === 'b.txt') throw readFailureError('document-encrypted', source.kind)
      return textOf(`This is ${name}.`)
    },
  }
  await attach('a.txt', 'b.txt', 'c.txt')
  await begin()
  const batch = await untilIdle()
  expect(statesOf(batch)).toEqual(['done', 'failed', 'done'])
  expect(batch.rows[1]).toMatchObject({ error: { code: 'document-encrypted' } })
  const [, row] = batch.rows
  expect(row?.state === 'failed' && row.error.message).not.toContain('b.txt')
})

test('an empty answer fails its row, and only what failed is tried again', async () => {
  const answer = app.engine.answer
  app.engine.answer = (request, signal) => (askedAbout().at(-1) === 'b' ? '' : answer(request, signal))
  await attach('a.txt', 'b.txt', 'c.txt')
  const id = await begin()
  expect(answersOf(await untilIdle())).toEqual(['a', 'failed', 'c'])
  app.engine.requests.length = 0
  app.engine.answer = answer
  await batches.retryFailed(id)
  expect(answersOf(await untilIdle())).toEqual(['a', 'b', 'c'])
  expect(askedAbout()).toEqual(['b'])
  expect(shown).toEqual(batches.get(id))
})

test('without a model no row fails; the batch stops and resumes', async () => {
  await attach('a.txt', 'b.txt')
  const answer = app.engine.answer
  app.engine.answer = () => {
    throw new AppError('model-missing', 'The model is gone.')
  }
  const id = await begin()
  const batch = await untilIdle()
  expect(batch).toMatchObject({ state: 'failed', error: { message: 'The model is gone.' } })
  expect(statesOf(batch)).toEqual(['waiting', 'waiting'])
  app.engine.answer = answer
  batches.resume(id)
  expect(answersOf(await untilIdle())).toEqual(['a', 'b'])
  expect(shown.error).toBeUndefined()
})

test('the engine dies at a row, and the row begins again', async () => {
  await attach('a.txt', 'b.txt')
  let deaths = 0
  const answer = app.engine.answer
  app.engine.answer = (request, signal) => {
    if (deaths++ === 0) app.engine.die()
    return answer(request, signal)
  }
  await begin()
  expect(answersOf(await untilIdle())).toEqual(['a', 'b'])
})

describe.each(['pause', 'cancel'] as const)('%s in the middle of a row', (verb) => {
  test('keeps what is done, and resumes with that row', async () => {
    await attach('a.txt', 'b.txt', 'c.txt')
    const answer = app.engine.answer
    app.engine.answer = (request, signal) =>
      askedAbout().at(-1) === 'b' ? untilAborted(signal) : answer(request, signal)
    const id = await begin()
    while (askedAbout().length < 2) await turn()
    await batches[verb](id)
    expect(batches.get(id).state).toBe(verb === 'pause' ? 'paused' : 'cancelled')
    expect(answersOf(shown)).toEqual(['a', 'waiting', 'waiting'])
    expect(app.store.batches.get(id)).toEqual(shown)
    app.engine.answer = answer
    batches.resume(id)
    expect(answersOf(await untilIdle())).toEqual(['a', 'b', 'c'])
    expect(askedAbout()).toEqual(['a', 'b', 'b', 'c'])
  })
})

test.each([0, 1, 2, 3, 4])('killed after %i rows, no answer is lost and none is made twice', async (rows) => {
  await attach(...names)
  const answer = app.engine.answer
  app.engine.answer = (request, signal) => (askedAbout().length > rows ? untilAborted(signal) : answer(request, signal))
  const id = await begin()
  const isThere = () => (rows === names.length ? batches.isIdle : askedAbout().length > rows)
  while (!isThere()) await turn()
  const killed = batches
  app.killAndOpenAgain()
  app.engine.answer = answer
  open()
  shown = batches.get(id)
  batches.start()
  expect(answersOf(await untilIdle())).toEqual(['a', 'b', 'c', 'd'])
  expect(askedAbout()).toEqual(['a', 'b', 'c', 'd'].slice(rows))
  await killed.stop()
})

test('a reply waits for one row at most', async () => {
  const queue = new EngineQueue()
  open(queue)
  await attach('a.txt', 'b.txt', 'c.txt')
  await begin()
  while (askedAbout().length === 0) await turn()
  const release = await queue.acquire(
    { purpose: 'reply', conversationId: 'other', targetId: 'r' },
    new AbortController().signal,
  )
  const asked = askedAbout().length
  expect(asked).toBeLessThan(3)
  for (let turns = 0; turns < 5; turns++) await turn()
  expect(askedAbout()).toHaveLength(asked)
  release()
  expect(answersOf(await untilIdle())).toEqual(['a', 'b', 'c'])
})

test('an answer that cannot be stored stops the batch, which begins again at its row', async () => {
  await attach('a.txt', 'b.txt')
  const { save } = app.store.batches
  let isFull = true
  Object.assign(app.store.batches, {
    save: (...args: Parameters<typeof save>) => {
      if (isFull && args[1].type === 'row-done') throw new AppError('disk-full', 'There is no space left.')
      save(...args)
    },
  })
  const id = await begin()
  await untilIdle()
  expect(shown).toMatchObject({ state: 'failed', error: { code: 'disk-full' } })
  expect(batches.get(id)).toEqual(shown)
  expect(app.store.batches.get(id).state).toBe('running')
  isFull = false
  batches.resume(id)
  expect(answersOf(await untilIdle())).toEqual(['a', 'b'])
})
