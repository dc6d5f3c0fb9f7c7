import { afterEach, beforeEach, expect, test } from 'vitest'
import { afterEvent, type Batch, type BatchEvent } from '../../../contract/batch.js'
import { addDocument } from '../testing/test-document.js'
import { openTestStore, searchFilled, type TestStore } from '../testing/test-store.js'
import type { Store } from './store.js'

let testStore: TestStore
let store: Store
let conversationId: string
let id: string

beforeEach(() => {
  testStore = openTestStore()
  store = testStore.store
  conversationId = store.conversations.create('Leases').id
  id = store.messages.addRequest(conversationId, 'Who signed it?').id
})
afterEach(() => testStore.remove())

const rows = ['a.txt', 'b.txt', 'c.txt'].map((name) => ({ documentId: `id of ${name}`, cells: [name] }))
const create = () => store.batches.create(id, 'documents', ['Document'], rows)

/** Applies events and saves each; checks that the store has what is then shown. */
function save(...events: readonly BatchEvent[]): Batch {
  let batch = store.batches.get(id)
  for (const event of events) {
    batch = afterEvent(batch, event)
    store.batches.save(batch, event)
  }
  return batch
}
const started = (row: number) => ({ type: 'row-started', row }) as const
const done = (row: number, answer = 'Ada') =>
  ({ type: 'row-done', row, answer, links: [{ page: 2, passage: 1 }], tookMs: 7 }) as const
const failed = (row: number) => ({ type: 'row-failed', row, error: { code: 'no-answer', message: 'None.' } }) as const

test('a batch is stored with its rows, and its message says so', () => {
  expect(create()).toEqual({
    messageId: id,
    conversationId,
    source: 'documents',
    state: 'running',
    rows: rows.map(({ documentId, cells: [name] }) => ({ name, documentId, state: 'waiting' })),
  })
  expect(store.messages.get(id)).toMatchObject({ text: 'Who signed it?', isBatch: true })
  expect(store.conversations.get(conversationId).isBusy).toBe(true)
  expect(store.batches.unfinished()).toEqual([id])
})

test('what is stored is what is shown, after every event that is not about a running row', () => {
  create()
  const batch = save(started(0), done(0), started(1), failed(1), started(2), done(2, 'Bob'))
  expect(testStore.reopen().batches.get(id)).toEqual(batch)
  store = testStore.store
  expect(save({ type: 'failed-retried' })).toEqual(store.batches.get(id))
  expect(save({ type: 'failed', error: { code: 'model-missing', message: 'Gone.' } })).toEqual(store.batches.get(id))
  expect(save({ type: 'resumed' })).toEqual(store.batches.get(id))
  expect(save({ type: 'cancelled' })).toEqual(store.batches.get(id))
})

test('a row that was running waits after a kill, with every answer before it', () => {
  create()
  save(started(0), done(0), started(1), { type: 'row-text', row: 1, text: 'Half' })
  const { rows: stored, state } = testStore.reopen().batches.get(id)
  expect(stored.map((row) => row.state)).toEqual(['done', 'waiting', 'waiting'])
  expect(state).toBe('running')
})

test('a batch in the trash is not resumed, and is deleted with its conversation', () => {
  create()
  store.conversations.trash(conversationId)
  expect(store.batches.unfinished()).toEqual([])
  store.conversations.emptyTrash()
  expect(() => store.batches.get(id)).toThrowError(expect.objectContaining({ code: 'not-found' }))
  expect(testStore.textOf("SELECT 'rows' || count(*) FROM batch_rows")).toBe('rows0')
})

test('a search finds the prompt at once, and the answers when the batch is over', async () => {
  create()
  const [found] = store.conversations.search('signed', 5)
  expect(found?.messageId).toBe(id)
  save(started(0), done(0, 'The harbourmaster signed it.'), { type: 'paused' })
  const hit = store.conversations.search('harbourmaster', 5)[0]
  expect(hit).toMatchObject({ messageId: id })
  expect(hit?.snippet).toContain('harbourmaster')
  testStore.run('DELETE FROM search_progress')
  expect(await searchFilled(testStore.reopen(), 'harbourmaster')).toHaveLength(1)
})

test('the rows of a table have their cells, and their first ones as a name', () => {
  const { id: documentId } = addDocument(store, conversationId, { name: 'people.csv', kind: 'csv' })
  const cells = ['', 'Ada', 'x'.repeat(300), 'Bergen']
  const batch = store.batches.create(id, 'table', ['No', 'Name', 'Note', 'Town'], [{ documentId, cells }])
  expect(batch.rows[0]?.name).toMatch(/^Ada · x{114}…$/)
  expect(store.batches.columns(id)).toEqual(['No', 'Name', 'Note', 'Town'])
  expect(store.batches.cells(id, 0)).toEqual(cells)
  expect(store.batches.allCells(id)).toEqual([cells])
})
