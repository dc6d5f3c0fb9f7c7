import { afterEach, beforeEach, expect, test } from 'vitest'
import { afterEvent, type BatchEvent } from '../../../contract/batch.js'
import { TestApp } from '../testing/test-app.js'
import { createToldDocuments } from './document-views.js'

let app: TestApp
let conversationId: string
let id: string
beforeEach(() => {
  app = new TestApp()
  conversationId = app.store.conversations.create('Leases').id
  id = app.store.messages.addRequest(conversationId, 'Who signed it?').id
  const rows = ['a.txt', 'b.txt'].map((name) => ({ documentId: name, cells: [name] }))
  app.store.batches.create(id, 'documents', ['Document'], rows)
})
afterEach(() => app.remove())

function answer(row: number, text: string): void {
  const events: BatchEvent[] = [
    { type: 'row-started', row },
    { type: 'row-done', row, answer: text, links: [], tookMs: 1 },
  ]
  let batch = app.store.batches.get(id)
  for (const event of events) {
    batch = afterEvent(batch, event)
    app.store.batches.save(batch, event)
  }
}

test('a reply sees the prompt and the answers of a batch, and the same ones when it is repeated', async () => {
  answer(0, 'Ada Smith')
  const reply = await app.ask(conversationId, 'Is that all?')
  expect(app.told).toEqual([
    'Who signed it?',
    '| Document | Answer |\n| --- | --- |\n| a.txt | Ada Smith |\n| b.txt |  |',
    'Is that all?',
  ])
  const request = app.replies.requestOf(reply)
  answer(1, 'Bob Jones')
  expect(app.replies.requestOf(app.last(conversationId))).toEqual(request)
  await app.ask(conversationId, 'And now?')
  expect(app.told[1]).toContain('| b.txt | Bob Jones |')
})

test('the rows of a batch are read again only when one has changed: the context meter looks at each key', async () => {
  answer(0, 'Ada Smith')
  let readings = 0
  const { batches, documents } = app.store
  const counted = {
    ...batches,
    get: (messageId: string) => {
      readings++
      return batches.get(messageId)
    },
  }
  const told = createToldDocuments({ documents, batches: counted }, () => undefined)
  for (let key = 0; key < 3; key++) expect(told.batchOf(id)).toContain('Ada Smith')
  expect(readings).toBe(1)
  answer(1, 'Bob Jones')
  expect(told.batchOf(id)).toContain('Bob Jones')
  app.store.conversations.trash(conversationId)
  app.store.conversations.emptyTrash()
  expect(told.batchOf(id)).toBeUndefined()
})

test('a reply sees nothing of a batch without answers', async () => {
  await app.ask(conversationId, 'Hello')
  expect(app.told).toEqual(['Hello'])
})

test('a batch is not edited, because its answers belong to its prompt', () => {
  expect(() => app.replies.edit(id, 'Who wrote it?')).toThrowError(expect.objectContaining({ code: 'refused' }))
  expect(app.store.messages.path(conversationId)).toHaveLength(1)
})
