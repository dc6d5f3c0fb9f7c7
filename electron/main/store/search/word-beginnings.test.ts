import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../../testing/test-store.js'
import { Database } from '../database.js'
import { storeFile } from '../open-store.js'
import { createWordBeginnings } from './word-beginnings.js'

let fixture: TestStore
let db: Database
beforeEach(() => {
  fixture = openTestStore()
  db = new Database(join(fixture.folder, storeFile), { readOnly: true })
})
afterEach(() => {
  db.close()
  fixture.remove()
})

const say = (...texts: readonly string[]) => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('t')
  for (const text of texts) messages.addExchange(id, text, 'm')
}

test('a beginning is spelled out as all words that begin so, also those of messages that came since', () => {
  const { spellOut, hasWord } = createWordBeginnings(db)
  say('ferry, ferryman, ferr and Fährmann', 'ferries')
  expect(spellOut('ferr')).toBe('("ferr" OR "ferries" OR "ferry" OR "ferryman")')
  expect(spellOut('fahr')).toBe('("fahrmann")')
  expect(hasWord('ferrym')).toBe(true)
  expect(hasWord('ferryx')).toBe(false)
  say('ferryhouse')
  expect(spellOut('ferryh')).toBe('("ferryhouse")')
})

test('what the index finds at once, what is nowhere and what has very many words is left to the index', () => {
  const { spellOut } = createWordBeginnings(db)
  say(Array.from({ length: 30 }, (_, place) => `ferry${place}`).join(' '))
  expect(spellOut('fer')).toBeUndefined()
  expect(spellOut('ferry')).toBeUndefined()
  expect(spellOut('quay')).toBeUndefined()
  expect(spellOut('ferry2')).toBe(`(${['', ...'0123456789'].map((digit) => `"ferry2${digit}"`).join(' OR ')})`)
})

test('a frequent word is found in every conversation, however many messages of one have it', () => {
  const { conversations, messages } = fixture.store
  const old = conversations.create('t').id
  messages.addExchange(old, 'ferrymen', 'm')
  const huge = conversations.create('t').id
  const last = messages.addExchange(huge, 'ferryman', 'm').user.id
  fixture.run(
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 4500)
     INSERT INTO messages (id, conversation_id, parent_id, role, created_at, text)
     SELECT 'x' || n, ?, ?, 'user', n, 'ferryman' FROM numbers`,
    huge,
    last,
  )
  fixture.run(`INSERT INTO message_words (rowid, exact, folded)
    SELECT sequence, 'ferryman', '' FROM messages WHERE id LIKE 'x%'`)
  const found = conversations.search('ferrym', 10).map(({ conversation }) => conversation.id)
  expect(found).toEqual([huge, old])
})
