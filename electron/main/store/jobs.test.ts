import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Piece } from '../../../contract/documents.js'
import type { ReadDocument } from '../../../contract/reader.js'
import { addDocument } from '../testing/test-document.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'
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
let conversationId: string
let documentId: string
let id: string

beforeEach(() => {
  testStore = openTestStore()
  store = testStore.store
  conversationId = store.conversations.create('Report').id
  documentId = addDocument(store, conversationId, { name: 'report.md', kind: 'markdown' }).id
  id = store.jobs.create(documentId).id
})

afterEach(() => testStore.remove())

test('a job has the name and the conversation of its document, and no pages before that is read', async () => {
  expect(store.jobs.get(id)).toMatchObject({
    documentId,
    conversationId,
    name: 'report.md',
    state: 'waiting',
    pages: [],
  })
  await store.documents.storeText(documentId, document, [])
  expect(store.jobs.get(id).pages).toEqual(['unread', 'empty', 'unread'])
})

test('two summaries of a document each count the pages that they have read', async () => {
  await store.documents.storeText(documentId, document, [])
  const other = store.jobs.create(documentId).id
  store.jobs.steps.plan(id, 100, [[piece(1, 1), piece(1, 2), piece(3, 1)]])
  store.jobs.steps.finishPart(id, 1, result)
  store.jobs.steps.plan(other, 100, parts)
  expect(store.jobs.ofConversation(conversationId).map(({ pages }) => pages)).toEqual([
    ['read', 'empty', 'read'],
    ['unread', 'empty', 'unread'],
  ])
})

test('a page that failed stays failed, whatever was summarised', async () => {
  const failed = { passages: [], status: 'failed' as const, problem: 'It is damaged.' }
  await store.documents.storeText(documentId, { ...document, pages: [failed, ...document.pages] }, [])
  store.jobs.steps.plan(id, 100, [[piece(2, 1), piece(2, 2), piece(4, 1)]])
  store.jobs.steps.finishPart(id, 1, result)
  expect(store.jobs.get(id).pages).toEqual(['failed', 'read', 'empty', 'read'])
})

test('a page counts as read only when no unfinished part needs it', async () => {
  await store.documents.storeText(documentId, document, [])
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
  await store.documents.storeText(documentId, document, [])
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
  expect(store.jobs.steps.lastLevel(id)).toEqual({
    level: 1,
    isLast: false,
    maxPoints: 3,
    results: [result.points, []],
  })
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
  const make = () => store.jobs.create(addDocument(store, other).id).id
  const [paused, running, cancelled] = [make(), make(), make()]
  store.jobs.setState(paused, 'paused')
  store.jobs.setState(cancelled, 'cancelled')
  store.jobs.setState(running, 'running')
  expect(store.jobs.unfinished()).toEqual([id, running])
  store.conversations.trash(other)
  expect(store.jobs.unfinished()).toEqual([id])
})

test('writes in one transaction are kept together or not at all', () => {
  const write = () =>
    store.atomically(() => {
      store.conversations.create('Half')
      throw new Error('in between')
    })
  expect(write).toThrow('in between')
  expect(store.conversations.list().map(({ title }) => title)).toEqual(['Report'])
})

test('deleting a conversation deletes its documents, and calls for them throw `not-found`', async () => {
  await store.documents.storeText(documentId, document, [])
  store.conversations.trash(conversationId)
  store.conversations.emptyTrash()
  for (const call of [
    () => store.jobs.get(id),
    () => store.documents.get(documentId),
    () => store.documents.page(documentId, 1),
    () => store.documents.setState(documentId, 'reading'),
    () => store.jobs.setState(id, 'running'),
    () => store.jobs.fail(id, { code: 'unknown', message: '' }),
  ]) {
    expect(call).toThrow(expect.objectContaining({ code: 'not-found' }))
  }
  await expect(store.documents.storeText(documentId, document, [])).rejects.toMatchObject({ code: 'not-found' })
})
