import { afterEach, beforeEach, expect, test } from 'vitest'
import { createBatches } from '../batches.js'
import { Database, inMemory } from '../database.js'
import { createMessages } from '../messages.js'
import { migrate } from '../migrate.js'
import { SearchIndex } from '../search/search-index.js'
import { mend } from './mend.js'
import { mendRow } from './mend-row.js'

let db: Database
beforeEach(() => {
  db = new Database(inMemory)
  migrate(db)
  db.exec(`
    PRAGMA foreign_keys = OFF;
    INSERT INTO conversations (id, title, created_at, updated_at, leaf_id) VALUES ('c', 'Leases', 1, 1, 'm');
    INSERT INTO documents (id, conversation_id, created_at, name, kind, bytes, state)
      VALUES ('a', 'c', 1, 'a.txt', 'text', 3, 'read'), ('b', 'c', 1, 'b.txt', 'text', 3, 'read');
    INSERT INTO messages (id, conversation_id, parent_id, role, created_at, text) VALUES ('m', 'c', NULL, 'user', 2, 'Who?');
    INSERT INTO attachments (document_id, message_id) VALUES ('a', 'm'), ('b', 'm');
    INSERT INTO batches (message_id, source, columns, state) VALUES ('m', 'documents', '["Document"]', 'running');
    INSERT INTO batch_rows (batch_id, row, document_id, cells, state, answer)
      VALUES ('m', 0, 'a', '["a.txt"]', 'done', 'Ada'), ('m', 1, 'b', '["b.txt"]', 'waiting', NULL);
  `)
})
afterEach(() => db.close())

function mended() {
  db.transaction(() => mend(db))
  expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
  const index = new SearchIndex(db)
  return { batches: createBatches(db, index).ofConversation('c'), path: createMessages(db, index, Date.now).path('c') }
}

const answers = [{ state: 'done', answer: 'Ada' }, { state: 'waiting' }]

test('a whole batch stays as it is', () => {
  expect(mended().batches).toMatchObject([{ messageId: 'm', source: 'documents', state: 'running', rows: answers }])
})

test('answers whose message is lost get a new one at the end of the conversation', () => {
  db.exec(`
    INSERT INTO messages (id, conversation_id, parent_id, role, created_at, text) VALUES ('n', 'c', 'm', 'user', 3, 'And?');
    UPDATE conversations SET leaf_id = 'n';
    DELETE FROM messages WHERE id = 'm'`)
  const { batches, path } = mended()
  expect(path).toMatchObject([{ id: 'n' }, { id: 'm', text: 'Recovered prompt', isBatch: true }])
  expect(batches).toMatchObject([{ messageId: 'm', rows: answers }])
})

test('answers whose batch is lost are there, and none is asked for without the user', () => {
  db.exec('DELETE FROM batches')
  expect(mended().batches).toMatchObject([{ messageId: 'm', source: 'documents', state: 'paused', rows: answers }])
  expect(createBatches(db, new SearchIndex(db)).columns('m')).toEqual(['Column 1'])
})

test('rows of nothing that is left are removed', () => {
  db.exec("DELETE FROM messages; DELETE FROM documents; UPDATE batch_rows SET cells = 'no JSON'; DELETE FROM batches")
  expect(mended().batches).toEqual([])
})

test('a document is kept when what is known of it is damaged', () => {
  const row = { id: 'd', conversation_id: 'c', created_at: 1, name: 'a.txt', kind: 'text', bytes: 3, hash: 'h' }
  const damaged = [
    { ...row, state: 'rexd' },
    { ...row, state: 'read', error_code: 'unknown' },
    { ...row, state: 'failed', error_code: null },
    { ...row, state: 'read', created_at: null },
    { ...row, state: 'read', bytes: 'three' },
    { ...row, state: 'read', name: new Uint8Array(2) },
  ]
  for (const each of damaged) {
    const [mended = {}] = mendRow('documents', each)
    db.exec("DELETE FROM documents WHERE id = 'd'")
    const names = Object.keys(mended)
    db.prepare(`INSERT INTO documents (${names}) VALUES (${names.map(() => '?')})`).run(...Object.values(mended))
    expect(db.prepare("SELECT state, hash FROM documents WHERE id = 'd'").get()).toEqual({ state: 'read', hash: 'h' })
  }
  const [failed] = mendRow('documents', { ...row, state: 'rexd', error_code: 'document-unreadable' })
  expect(failed).toMatchObject({ state: 'failed', error_code: 'document-unreadable' })
})

test('an answer is kept when the state of its row is damaged', () => {
  const row = { batch_id: 'm', row: 0, answer: 'Ada', state: 'dxne', error_code: null, error_message: null }
  expect(mendRow('batch_rows', row).next().value).toMatchObject({ state: 'done', answer: 'Ada' })
  expect(mendRow('batch_rows', { ...row, answer: 7 }).next().value).toMatchObject({ state: 'waiting', answer: null })
})
