import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createConversations } from '../conversations.js'
import { Database } from '../database.js'
import { createDocumentStore } from '../documents.js'
import { createMessages } from '../messages.js'
import { migrate } from '../migrate.js'
import { SearchIndex } from '../search/search-index.js'
import { mend } from './mend.js'

let folder: string
let db: Database
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-mend-'))
  db = new Database(join(folder, 'parley.db'))
  migrate(db)
  db.exec('PRAGMA foreign_keys = OFF')
})
afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true, force: true })
})

const addConversation = (id: string, leaf: string | null) =>
  db
    .prepare('INSERT INTO conversations (id, title, created_at, updated_at, leaf_id) VALUES (?, ?, 1, 1, ?)')
    .run(id, `title of ${id}`, leaf)
const addUser = (id: string, conversation: string, parent: string | null) =>
  db
    .prepare(
      `INSERT INTO messages (id, conversation_id, parent_id, role, created_at, text) VALUES (?, ?, ?, 'user', 5, ?)`,
    )
    .run(id, conversation, parent, `text of ${id}`)
const pathOf = (id: string) =>
  createMessages(db, new SearchIndex(db), Date.now)
    .path(id)
    .map((message) => message.id)

function mendAll() {
  db.transaction(() => mend(db))
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
}

test('a message without its parent follows the message before it, so that its text is on the path', () => {
  addConversation('c', 'm3')
  addUser('m1', 'c', null)
  addUser('m3', 'c', 'm2, which is gone')
  mendAll()
  expect(pathOf('c')).toEqual(['m1', 'm3'])
})

test('messages that are each other’s parents do not make an endless path', () => {
  addConversation('c', 'm2')
  addUser('m1', 'c', 'm2')
  addUser('m2', 'c', 'm1')
  mendAll()
  expect(pathOf('c')).toEqual(['m1', 'm2'])
})

test('messages without their conversation get a new one and are found by search', () => {
  addUser('m1', 'gone', null)
  addUser('m2', 'gone', 'm1')
  mendAll()
  const index = new SearchIndex(db)
  const conversations = createConversations(db, index, Date.now)
  expect(conversations.list()).toMatchObject([{ id: 'gone', title: 'Recovered conversation', updatedAt: 5 }])
  expect(pathOf('gone')).toEqual(['m1', 'm2'])
  expect(index.fillSlice(() => false)).toBe(true)
  expect(conversations.search('text', 5)).toHaveLength(1)
})

test('the last message replaces a leaf that is missing or belongs to another conversation', () => {
  addConversation('a', 'gone')
  addConversation('b', 'a1')
  addUser('a1', 'a', null)
  addUser('b1', 'b', null)
  mendAll()
  expect([pathOf('a'), pathOf('b')]).toEqual([['a1'], ['b1']])
})

test('a document without its job is removed, and the messages after it stay', () => {
  addConversation('c', 'm2')
  addUser('m1', 'c', null)
  db.exec(`INSERT INTO messages (id, conversation_id, parent_id, role, created_at, job_id)
    VALUES ('d', 'c', 'm1', 'document', 5, 'gone')`)
  addUser('m2', 'c', 'd')
  mendAll()
  expect(pathOf('c')).toEqual(['m1', 'm2'])
})

test('a continuation of a missing reply becomes an independent reply', () => {
  addConversation('c', 'r2')
  addUser('m1', 'c', null)
  db.exec(`INSERT INTO messages (id, conversation_id, parent_id, role, created_at, text, state, continues_id)
    VALUES ('r2', 'c', 'm1', 'assistant', 5, 'Half and whole', 'done', 'gone')`)
  expect(createMessages(db, new SearchIndex(db), Date.now).continuedFrom('r2')).toBeUndefined()
  db.exec(`UPDATE messages SET chosen_id = 'gone' WHERE id = 'm1'`)
  mendAll()
  expect(pathOf('c')).toEqual(['m1', 'r2'])
  expect(db.prepare('SELECT id FROM messages WHERE continues_id IS NOT NULL OR chosen_id IS NOT NULL').all()).toEqual(
    [],
  )
})

const addDocument = (id: string, conversation: string | null) =>
  db
    .prepare(
      `INSERT INTO documents (id, conversation_id, created_at, name, kind, bytes, state) VALUES (?, ?, 4, 'a.txt', 'text', 3, 'read')`,
    )
    .run(id, conversation)
const addPage = (id: string) =>
  db.prepare(`INSERT INTO pages (document_id, page, state, passages) VALUES (?, 1, 'read', '["One."]')`).run(id)
const attach = (id: string, message: string | null) =>
  db.prepare('INSERT INTO attachments (document_id, message_id) VALUES (?, ?)').run(id, message)
const addJob = (id: string, document: string) =>
  db.prepare(`INSERT INTO jobs (id, document_id, created_at, state) VALUES (?, ?, 5, 'running')`).run(id, document)
const addSummary = (id: string, conversation: string, parent: string | null, job: string) =>
  db
    .prepare(
      `INSERT INTO messages (id, conversation_id, parent_id, role, created_at, job_id) VALUES (?, ?, ?, 'document', 5, ?)`,
    )
    .run(id, conversation, parent, job)
const documentsOf = (id: string | null) => createDocumentStore(db).ofConversation(id)
const passagesOf = (id: string) =>
  createDocumentStore(db)
    .pagesNow(id)
    .flatMap(({ passages }) => passages)

test('a document without its conversation gets a new one, and is in its composer', () => {
  addDocument('d', 'gone')
  addPage('d')
  attach('d', null)
  mendAll()
  const conversations = createConversations(db, new SearchIndex(db), Date.now)
  expect(conversations.list()).toMatchObject([{ id: 'gone', title: 'Recovered conversation' }])
  expect(documentsOf('gone')).toMatchObject([{ id: 'd', isAttached: true }])
  expect(passagesOf('d')).toEqual(['One.'])
})

test('a document of a project stays there, and is in the composer when its folder is lost', () => {
  db.prepare("INSERT INTO folders (id, name) VALUES ('f', 'Harbour')").run()
  addDocument('kept', null)
  addDocument('lost', null)
  const put = db.prepare('UPDATE documents SET folder_id = ? WHERE id = ?')
  put.run('f', 'kept')
  put.run('gone', 'lost')
  mendAll()
  expect(documentsOf(null)).toMatchObject([
    { id: 'kept', folderId: 'f', isAttached: false },
    { id: 'lost', isAttached: true },
  ])
})

test('a document without the message that it was sent with is in the composer', () => {
  addConversation('c', 'm1')
  addUser('m1', 'c', null)
  addDocument('d', 'c')
  attach('d', 'gone')
  attach('d', 'gone, too')
  mendAll()
  expect(documentsOf('c')).toMatchObject([{ id: 'd', isAttached: true }])
})

test('a document that another message or a summary shows stays there only', () => {
  addConversation('c', 'm2')
  addUser('m1', 'c', null)
  addDocument('sent', 'c')
  attach('sent', 'gone')
  attach('sent', 'm1')
  addDocument('summarised', 'c')
  attach('summarised', 'gone')
  addJob('j', 'summarised')
  addSummary('m2', 'c', 'm1', 'j')
  mendAll()
  expect(documentsOf('c')).toMatchObject([
    { id: 'sent', isAttached: false },
    { id: 'summarised', isAttached: false },
  ])
  expect(pathOf('c')).toEqual(['m1', 'm2'])
})

test('a document that nothing has any more is in the composer, and its attachments are not doubled', () => {
  addConversation('c', null)
  addDocument('d', 'c')
  addDocument('unsent', null)
  attach('unsent', null)
  mendAll()
  mendAll()
  expect([documentsOf('c'), documentsOf(null)]).toMatchObject([
    [{ id: 'd', isAttached: true }],
    [{ id: 'unsent', isAttached: true }],
  ])
  expect(db.prepare('SELECT count(*) AS n FROM attachments').get()).toEqual({ n: 2 })
})

test('a document that is lost but for its pages, or but for its place, is shown there, and what is left can be read', () => {
  addConversation('c', 'm3')
  addUser('m1', 'c', null)
  attach('paged', 'm1')
  addPage('paged')
  addJob('j', 'nothing')
  addSummary('m2', 'c', 'm1', 'j')
  addUser('m3', 'c', 'm2')
  addPage('without a place')
  mendAll()
  expect(documentsOf('c')).toMatchObject([
    { id: 'nothing', state: 'failed', error: { code: 'document-unreadable' } },
    { id: 'paged', state: 'read', name: 'Recovered document' },
  ])
  expect(passagesOf('paged')).toEqual(['One.'])
  expect(pathOf('c')).toEqual(['m1', 'm2', 'm3'])
  expect(db.prepare("SELECT 1 FROM pages WHERE document_id = 'without a place'").all()).toEqual([])
})

test('a document that lost its conversation’s id has that of its message', () => {
  addConversation('c', 'm1')
  addUser('m1', 'c', null)
  addDocument('d', null)
  attach('d', 'm1')
  mendAll()
  expect(documentsOf('c')).toMatchObject([{ id: 'd', isAttached: false }])
})

test('a conversation whose folder is lost stays, in none, and a folder whose parent is lost stays at the top', () => {
  addConversation('c', null)
  db.prepare("UPDATE conversations SET folder_id = 'gone' WHERE id = 'c'").run()
  db.prepare("INSERT INTO folders (id, name, parent_id) VALUES ('f', 'Harbour', 'gone')").run()
  mendAll()
  expect(createConversations(db, new SearchIndex(db), Date.now).list()).toMatchObject([{ id: 'c' }])
  expect(db.prepare('SELECT id, parent_id FROM folders').all()).toEqual([{ id: 'f', parent_id: null }])
})
