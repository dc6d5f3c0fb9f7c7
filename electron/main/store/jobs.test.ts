import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DocumentPage } from '../../../contract/documents.js'
import type { ReadDocument } from '../../../contract/reader.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'
import type { Piece } from './job-steps.js'
import type { Store } from './store.js'

const document: ReadDocument = {
  kind: 'markdown',
  encoding: 'utf-8',
  pages: [
    { passages: ['One.', 'Two.'], status: 'read' },
    { passages: [], status: 'empty' },
    { passages: ['Three.'], status: 'read' },
  ],
  removedCharacters: 0,
  omitted: [],
  problems: [],
}
const piece = (page: number, passage: number): Piece => ({ page, passage, start: 0, end: 4 })
const parts = [[piece(1, 1)], [piece(1, 2), piece(3, 1)]]
const result = { points: [{ text: 'One.', page: 1, passage: 1, isQuote: true }], isByModel: true, tookMs: 12 }

let testStore: TestStore
let store: Store
let id: string

beforeEach(() => {
  testStore = openTestStore()
  store = testStore.store
  const conversationId = store.conversations.create('Report').id
  id = store.jobs.create({ conversationId, name: 'report.md', kind: 'markdown', bytes: Uint8Array.from([1, 2, 3]) }).id
})

afterEach(() => testStore.remove())

test('the bytes of a file stay, even across a restart, until its text is stored', async () => {
  store = testStore.reopen()
  expect([...(store.jobs.original(id) ?? [])]).toEqual([1, 2, 3])
  await store.jobs.storeText(id, document, ['3 hidden characters were removed.'])
  expect(store.jobs.original(id)).toBeUndefined()
  expect(store.jobs.get(id)).toMatchObject({ pages: ['unread', 'empty', 'unread'], remarks: [expect.any(String)] })
  expect((await store.jobs.pages(id)).map(({ passages }) => passages)).toEqual(
    document.pages.map(({ passages }) => passages),
  )
})

test('a large text is stored in slices, and the job has no pages until all of them are stored', async () => {
  const passages = ['x'.repeat(4_000)]
  const large = { ...document, pages: Array.from({ length: 1_000 }, () => ({ passages, status: 'read' as const })) }
  let turns = 0
  let isStored = false
  const storing = store.jobs.storeText(id, large, []).then(() => {
    isStored = true
  })
  while (!isStored) {
    expect(store.jobs.get(id).pages.length === 0 || store.jobs.original(id) === undefined).toBe(true)
    await setImmediate()
    turns++
  }
  await storing
  expect(turns).toBeGreaterThanOrEqual(8)
  expect(store.jobs.get(id).pages).toHaveLength(1_000)
})

test('a large text is read in slices, in the order of its pages', async () => {
  const large = {
    ...document,
    pages: Array.from({ length: 1_000 }, (_, index) => ({ passages: [`Page ${index + 1}`], status: 'read' as const })),
  }
  await store.jobs.storeText(id, large, [])
  let turns = 0
  let pages: readonly DocumentPage[] | undefined
  const reading = store.jobs.pages(id).then((read) => {
    pages = read
  })
  for (; !pages; turns++) await setImmediate()
  await reading
  expect(turns).toBeGreaterThanOrEqual(7)
  expect(pages.map(({ passages }) => passages)).toEqual(large.pages.map(({ passages }) => passages))
})

test('a text that was interrupted while it was stored is read again', async () => {
  const aborter = new AbortController()
  const page = { passages: ['x'.repeat(600_000)], status: 'read' as const }
  const storing = store.jobs.storeText(id, { ...document, pages: [page, page] }, [], aborter.signal)
  aborter.abort(new Error('paused'))
  await expect(storing).rejects.toThrow('paused')
  store = testStore.reopen()
  expect([store.jobs.get(id).pages, store.jobs.original(id)?.length]).toEqual([[], 3])
  await store.jobs.storeText(id, document, [])
  expect(store.jobs.get(id).pages).toEqual(['unread', 'empty', 'unread'])
})

test('a page counts as read only when no unfinished part needs it', async () => {
  await store.jobs.storeText(id, document, [])
  store.jobs.steps.plan(id, 100, parts)
  store.jobs.steps.finishPart(id, 1, result)
  expect(store.jobs.get(id).pages).toEqual(['unread', 'empty', 'unread'])
  store.jobs.steps.finishPart(id, 2, result)
  expect(store.jobs.get(id)).toMatchObject({
    pages: ['read', 'empty', 'read'],
    parts: { done: 2, total: 2 },
  })
})

test('a new plan keeps finished notes and numbers its parts after them', async () => {
  const { steps } = store.jobs
  await store.jobs.storeText(id, document, [])
  steps.plan(id, 100, parts)
  steps.finishPart(id, 1, result)
  steps.plan(id, 50, [[piece(1, 2)], [piece(3, 1)]])
  expect(steps.waitingParts(id).map(({ number, pieces }) => [number, pieces.length])).toEqual([
    [2, 1],
    [3, 1],
  ])
  expect(steps.notes(id)).toEqual([result.points])
  expect(steps.plannedTokens(id)).toBe(50)
})

test('merges are done in order, level by level, and their blocks survive a restart', () => {
  const blocks = [result.points, result.points]
  store.jobs.steps.addMerges(id, 1, [
    { blocks, maxPoints: 2 },
    { blocks, maxPoints: 1 },
  ])
  store.jobs.steps.finishMerge(id, 1, { ...result, isByModel: false })
  store = testStore.reopen()
  expect(store.jobs.steps.nextMerge(id)).toEqual({ number: 2, level: 1, blocks, maxPoints: 1 })
  expect(store.jobs.steps.lastLevel(id)).toEqual({ level: 1, isLast: false, results: [result.points, []] })
  expect(store.jobs.steps.withoutModel(id)).toEqual({ parts: 0, merges: 1, forms: 0 })
  expect(store.jobs.get(id).merges).toEqual({ done: 1, total: 2 })
})

test('resuming a job clears its error and its old account', () => {
  store.jobs.fail(id, { code: 'engine-gone', message: 'The model stopped.' })
  expect(store.jobs.get(id)).toMatchObject({ state: 'failed', error: { code: 'engine-gone' } })
  store.jobs.setState(id, 'waiting')
  expect(store.jobs.get(id).error).toBeUndefined()
  store.jobs.finish(id, result.points, 'The only page was read, in 1 part.')
  expect(store.jobs.get(id)).toMatchObject({ state: 'done', summary: result.points })
})

test('only unfinished jobs outside the trash resume after a restart', () => {
  const other = store.conversations.create('Other').id
  const make = () =>
    store.jobs.create({ conversationId: other, name: 'a.txt', kind: 'text', bytes: new Uint8Array(1) }).id
  const [paused, running] = [make(), make()]
  store.jobs.setState(paused, 'paused')
  store.jobs.setState(running, 'running')
  expect(store.jobs.unfinished()).toEqual([id, running])
  store.conversations.trash(other)
  expect(store.jobs.unfinished()).toEqual([id])
})

test('writes in one transaction are kept together or not at all', () => {
  const write = () =>
    store.jobs.atomically(() => {
      store.conversations.create('Half')
      throw new Error('in between')
    })
  expect(write).toThrow('in between')
  expect(store.conversations.list().map(({ title }) => title)).toEqual(['Report'])
})

test('deleting a conversation deletes its documents, and calls for them throw `not-found`', async () => {
  await store.jobs.storeText(id, document, [])
  const { conversationId } = store.jobs.get(id)
  store.conversations.trash(conversationId)
  store.conversations.emptyTrash()
  for (const call of [
    () => store.jobs.get(id),
    () => store.jobs.page(id, 1),
    () => store.jobs.setState(id, 'running'),
  ]) {
    expect(call).toThrow(expect.objectContaining({ code: 'not-found' }))
  }
  await expect(store.jobs.storeText(id, document, [])).rejects.toMatchObject({ code: 'not-found' })
})
