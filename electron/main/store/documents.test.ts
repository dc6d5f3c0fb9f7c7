import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type DocumentPage, labelOf } from '../../../contract/documents.js'
import type { ReadDocument } from '../../../contract/reader.js'
import { initialSettings } from '../../../contract/settings.js'
import { recipeFrom } from '../runs/recipe.js'
import { addDocument, hashOf, textOf } from '../testing/test-document.js'
import { openTestStore, type TestStore } from '../testing/test-store.js'
import type { Store } from './store.js'

const text: ReadDocument = {
  ...textOf(),
  kind: 'markdown',
  title: 'The harbour',
  pages: [
    { passages: ['One.', 'Two.'], status: 'read', label: 'iv', problem: 'A table was cut.' },
    { passages: [], status: 'empty' },
    { passages: [], status: 'failed', problem: 'The page is damaged.' },
  ],
}
const notFound = expect.objectContaining({ code: 'not-found' })

let testStore: TestStore
let store: Store
let conversationId: string

beforeEach(() => {
  testStore = openTestStore()
  store = testStore.store
  conversationId = store.conversations.create('Report').id
})
afterEach(() => testStore.remove())

const attachedTo = (composer: string | null) =>
  store.documents.ofConversation(composer).flatMap(({ id, isAttached }) => (isAttached ? [id] : []))
const ask = (words = 'What is this?') => store.messages.addExchange(conversationId, words, 'tiny').user.id
const documentIdsOf = (messageId: string) => {
  const message = store.messages.get(messageId)
  return message.role === 'user' ? message.documentIds : undefined
}
const countOf = (table: string) => Number(testStore.textOf(`SELECT count(*) AS number FROM ${table}`))

describe('a composer', () => {
  test('has new documents in the order in which they were added, and says what it knows of them', () => {
    const first = addDocument(store, null, { name: 'b.pdf', kind: 'pdf', bytes: 9 })
    const second = addDocument(store, null)
    addDocument(store, conversationId)
    expect(first).toEqual({
      id: first.id,
      conversationId: null,
      name: 'b.pdf',
      kind: 'pdf',
      bytes: 9,
      state: 'waiting',
      pages: { total: 0, empty: 0, failed: 0 },
      remarks: [],
      isAttached: true,
    })
    expect(store.documents.get(first.id)).toEqual(first)
    expect(attachedTo(null)).toEqual([first.id, second.id])
    expect(attachedTo(conversationId)).toHaveLength(1)
  })

  test('keeps its documents when the app is opened again, with the text of the draft', () => {
    const { id } = addDocument(store, null)
    store.drafts.save(null, 'What does it say?')
    store = testStore.reopen()
    expect([attachedTo(null), store.drafts.load(null)]).toEqual([[id], 'What does it say?'])
  })

  test('that loses a document deletes it, unless a message or a summary has it', () => {
    const [only, sent, summarised] = [0, 1, 2].map(() => addDocument(store, conversationId).id) as [
      string,
      string,
      string,
    ]
    store.jobs.create(summarised)
    expect([store.documents.detach(only), store.documents.detach(summarised)]).toEqual([false, true])
    store.documents.send(conversationId, conversationId, ask())
    store.documents.attach(sent)
    expect(store.documents.detach(sent)).toBe(true)
    expect(() => store.documents.get(only)).toThrow(notFound)
    expect(() => store.documents.detach(only)).toThrow(notFound)
    expect(store.documents.ofConversation(conversationId)).toMatchObject([
      { id: sent, isAttached: false },
      { id: summarised, isAttached: false },
    ])
    expect(new Set(store.documents.ids())).toEqual(new Set([sent, summarised]))
  })

  test('gives its documents to a message in the order in which they were put there last', () => {
    const [a, b, c] = [0, 1, 2].map(() => addDocument(store, conversationId).id) as [string, string, string]
    store.documents.attach(a)
    store.documents.attach(a)
    const other = addDocument(store, null).id
    const message = ask()
    expect(documentIdsOf(message)).toBeUndefined()
    const sent = store.documents.send(conversationId, conversationId, message)
    expect(sent.map(({ id, isAttached }) => [id, isAttached])).toEqual([b, c, a].map((id) => [id, false]))
    expect(documentIdsOf(message)).toEqual([b, c, a])
    expect([attachedTo(conversationId), attachedTo(null)]).toEqual([[], [other]])
    expect(store.documents.send(conversationId, conversationId, message)).toEqual([])
  })

  test('of a conversation that begins gives its documents to that conversation', () => {
    const { id } = addDocument(store, null)
    const message = ask()
    expect(store.documents.send(null, conversationId, message)).toMatchObject([{ id, conversationId }])
    expect(store.documents.ofConversation(null)).toEqual([])
    expect(store.documents.ofConversation(conversationId)).toMatchObject([{ id, isAttached: false }])
    store = testStore.reopen()
    expect(store.messages.path(conversationId)[0]).toMatchObject({ id: message, documentIds: [id] })
  })

  test('can have a document again that a message has, and sends it with the next one, too', () => {
    const { id } = addDocument(store, conversationId)
    const messages = [0, 1].map(() => {
      store.documents.attach(id)
      const message = ask()
      store.documents.send(conversationId, conversationId, message)
      return message
    })
    expect(messages.map(documentIdsOf)).toEqual([[id], [id]])
  })
})

test('a document is found by its content, in its own conversation only, the first one of two', () => {
  const hash = hashOf('the same')
  const { id } = addDocument(store, conversationId, { hash })
  addDocument(store, conversationId, { hash })
  const other = addDocument(store, null, { hash }).id
  expect(store.documents.withHash(conversationId, hash)?.id).toBe(id)
  expect(store.documents.withHash(null, hash)?.id).toBe(other)
  expect(store.documents.withHash(conversationId, hashOf('other'))).toBeUndefined()
})

test('an edited message keeps its documents, in their order, and so does the old version', () => {
  const [a, b] = [addDocument(store, conversationId).id, addDocument(store, conversationId).id]
  store.documents.attach(a)
  const message = ask()
  store.documents.send(conversationId, conversationId, message)
  const { user } = store.messages.editExchange(message, 'And this?', 'tiny', recipeFrom(initialSettings.defaults))
  expect(user).toMatchObject({ text: 'And this?', documentIds: [b, a] })
  expect(documentIdsOf(message)).toEqual([b, a])
})

test('a message that only asks for summaries has no text, and its documents', () => {
  const { id } = addDocument(store, conversationId)
  const request = store.messages.addRequest(conversationId)
  store.documents.send(conversationId, conversationId, request.id)
  const job = store.jobs.create(id)
  const summary = store.messages.addDocument(conversationId, job.id)
  const version = store.messages.addDocumentVersion(summary.id, store.jobs.create(id).id)
  expect(store.messages.path(conversationId)).toMatchObject([
    { id: request.id, text: '', documentIds: [id] },
    { id: version.id, role: 'document', versions: { index: 2, count: 2, previousId: summary.id } },
  ])
})

describe('reading', () => {
  test('comes back whole: pages, labels, problems, counts, title, remarks and the kind that the reader found', async () => {
    const { id } = addDocument(store, conversationId)
    store.documents.setState(id, 'reading')
    await store.documents.storeText(id, text, ['3 hidden characters were removed.'])
    store = testStore.reopen()
    expect(store.documents.get(id)).toMatchObject({
      state: 'read',
      kind: 'markdown',
      title: 'The harbour',
      pages: { total: 3, empty: 1, failed: 1 },
      remarks: ['3 hidden characters were removed.'],
    })
    expect(store.documents.pageStates(id)).toEqual(['read', 'empty', 'failed'])
    const pages: readonly DocumentPage[] = [
      {
        documentId: id,
        page: 1,
        label: 'iv',
        state: 'read',
        problem: 'A table was cut.',
        passages: ['One.', 'Two.'],
      },
      { documentId: id, page: 2, state: 'empty', passages: [] },
      { documentId: id, page: 3, state: 'failed', problem: 'The page is damaged.', passages: [] },
    ]
    expect(await store.documents.pages(id)).toEqual(pages)
    expect(store.documents.pagesNow(id)).toEqual(pages)
    expect(store.documents.page(id, 3)).toEqual(pages[2])
    expect(() => store.documents.page(id, 4)).toThrow('no such page')
  })

  test('the bytes of an earlier version stay, even across a restart, until the text is stored', async () => {
    const { id } = addDocument(store, conversationId)
    testStore.run('INSERT INTO originals (document_id, bytes) VALUES (?, ?)', id, Uint8Array.from([1, 2, 3]))
    store = testStore.reopen()
    expect([...(store.documents.storedBytes(id) ?? [])]).toEqual([1, 2, 3])
    await store.documents.storeText(id, text, [])
    expect(store.documents.storedBytes(id)).toBeUndefined()
  })

  test('a large text is stored in slices, and there are no pages until all of them are stored', async () => {
    const { id } = addDocument(store, conversationId)
    const passages = ['x'.repeat(4_000)]
    const large = { ...text, pages: Array.from({ length: 1_000 }, () => ({ passages, status: 'read' as const })) }
    let turns = 0
    let isStored = false
    const storing = store.documents.storeText(id, large, []).then(() => {
      isStored = true
    })
    while (!isStored) {
      const { state, pages } = store.documents.get(id)
      expect([pages.total, store.documents.pageStates(id).length]).toEqual(state === 'read' ? [1_000, 1_000] : [0, 0])
      await setImmediate()
      turns++
    }
    await storing
    expect(turns).toBeGreaterThanOrEqual(8)
    expect(store.documents.get(id).pages.total).toBe(1_000)
  })

  test('a large text is read in slices, in the order of its pages, or at once', async () => {
    const { id } = addDocument(store, conversationId)
    const passagesOf = (index: number) => [`Page ${index + 1}`]
    const pages = Array.from({ length: 1_000 }, (_, index) => ({
      passages: passagesOf(index),
      status: 'read' as const,
    }))
    await store.documents.storeText(id, { ...text, pages }, [])
    let turns = 0
    let read: readonly DocumentPage[] | undefined
    const reading = store.documents.pages(id).then((all) => {
      read = all
    })
    for (; !read; turns++) await setImmediate()
    await reading
    expect(turns).toBeGreaterThanOrEqual(7)
    expect(read.map(({ passages }) => passages)).toEqual(pages.map(({ passages }) => passages))
    expect(store.documents.pagesNow(id)).toEqual(read)
  })

  test('finds a page by its printed name, which another page may have as its number', async () => {
    const { id } = addDocument(store, conversationId)
    const labels = ['i', 'ii', '1', '2', undefined]
    const pages = labels.map((label) => ({ passages: [], status: 'empty' as const, ...(label && { label }) }))
    await store.documents.storeText(id, { ...text, pages }, [])
    expect(['II', ' 1 ', '2', '5'].map((name) => store.documents.pageNamed(id, name))).toEqual([2, 3, 4, 5])
    for (const name of ['iii', '6', '0', '-1', '']) expect(() => store.documents.pageNamed(id, name)).toThrow(notFound)
  })

  test('names the second where a passage of a transcript begins', async () => {
    const { id } = addDocument(store, conversationId)
    const pages = [
      { label: '0:00', passages: ['[0:05] Ann: Hello.', '[0:41] Bob: Hi.'], status: 'read' as const },
      { label: '1:00', passages: ['[1:03] Ann: We begin.', 'and go on'], status: 'read' as const },
      { label: 'ii', passages: ['[2:01] This is no transcript.'], status: 'read' as const },
    ]
    await store.documents.storeText(id, { ...text, pages }, [])
    const points = [
      { page: 1, passage: 2 },
      { page: 2, passage: 1 },
      { page: 2, passage: 2 },
      { page: 3, passage: 1 },
      {},
    ]
    const labels = store.documents.labels(id, points)
    expect(labels).toEqual({ '1': '0:00', '1:2': '0:41', '2': '1:00', '2:1': '1:03', '3': 'ii' })
    expect(points.map(({ page = 0, passage }) => labelOf(labels, page, passage))).toEqual([
      '0:41',
      '1:03',
      '1:00',
      'ii',
      undefined,
    ])
  })

  test('that was interrupted while the text was stored leaves no pages, and happens again', async () => {
    const { id } = addDocument(store, conversationId)
    const aborter = new AbortController()
    const page = { passages: ['x'.repeat(600_000)], status: 'read' as const }
    store.documents.setState(id, 'reading')
    const storing = store.documents.storeText(id, { ...text, pages: [page, page] }, [], aborter.signal)
    aborter.abort(new Error('quit'))
    await expect(storing).rejects.toThrow('quit')
    store = testStore.reopen()
    expect(store.documents.get(id)).toMatchObject({ state: 'reading', pages: { total: 0 }, remarks: [] })
    expect([store.documents.unread(), store.documents.pageStates(id)]).toEqual([[id], []])
    expect([await store.documents.pages(id), store.documents.pagesNow(id)]).toEqual([[], []])
    expect(() => store.documents.page(id, 1)).toThrow('The document has no such page.')
    expect(() => store.documents.pageNamed(id, '1')).toThrow(notFound)
    await store.documents.storeText(id, text, [])
    expect(store.documents.pageStates(id)).toEqual(['read', 'empty', 'failed'])
  })

  test('that failed says why, until it begins again', () => {
    const { id } = addDocument(store, conversationId)
    const error = { code: 'document-encrypted', message: 'It needs a password.' } as const
    store.documents.fail(id, error)
    expect(store.documents.get(id)).toMatchObject({ state: 'failed', error })
    expect(store.documents.unread()).toEqual([])
    store.documents.setState(id, 'waiting')
    expect(store.documents.get(id)).not.toHaveProperty('error')
    expect(store.documents.unread()).toEqual([id])
  })

  test('is to do for documents outside the trash, oldest first, also in the composer of a new conversation', async () => {
    const trashed = store.conversations.create('Old').id
    addDocument(store, trashed)
    const [unsent, reading, failed, read] = [null, conversationId, conversationId, conversationId].map(
      (place) => addDocument(store, place).id,
    ) as [string, string, string, string]
    store.documents.setState(reading, 'reading')
    store.documents.fail(failed, { code: 'unknown', message: '' })
    await store.documents.storeText(read, text, [])
    store.conversations.trash(trashed)
    store = testStore.reopen()
    expect(store.documents.unread()).toEqual([unsent, reading])
    store.conversations.restore(trashed)
    expect(store.documents.unread()).toHaveLength(3)
  })
})

test('emptying the trash deletes documents with all that belongs to them, and no others', async () => {
  const kept = addDocument(store, null).id
  const { id } = addDocument(store, conversationId)
  await store.documents.storeText(id, text, [])
  testStore.run('INSERT INTO originals (document_id, bytes) VALUES (?, ?)', id, Uint8Array.from([1]))
  store.documents.send(conversationId, conversationId, ask())
  addDocument(store, conversationId)
  const job = store.jobs.create(id).id
  store.messages.addDocument(conversationId, job)
  store.jobs.steps.plan(job, 10, [[{ page: 1, passage: 1, start: 0, end: 4 }]])
  store.jobs.steps.addMerges(job, 1, [{ blocks: [], maxPoints: 1 }])
  store.conversations.trash(conversationId)
  expect(store.conversations.emptyTrash()).toEqual([conversationId])
  expect(store.documents.ids()).toEqual([kept])
  const tables = ['documents', 'attachments', 'originals', 'pages', 'jobs', 'parts', 'merges', 'messages']
  expect(tables.map(countOf)).toEqual([1, 1, 0, 0, 0, 0, 0, 0])
})
