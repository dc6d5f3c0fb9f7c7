import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createConversations } from '../conversations.js'
import { Database } from '../database.js'
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
