import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../testing/test-store.js'
import { Database } from './database.js'
import { storeFile } from './open-store.js'
import { conversationColumns } from './rows.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

test('whether a conversation is busy is read from indexes of what is unfinished, not from all of its messages', () => {
  const db = new Database(join(fixture.folder, storeFile))
  const plan = db
    .prepare<{ detail: string }>(`EXPLAIN QUERY PLAN SELECT ${conversationColumns} FROM conversations`)
    .all()
    .map(({ detail }) => detail)
  db.close()
  const searches = plan.filter((detail) => detail.startsWith('SEARCH messages'))
  expect(searches).toEqual([
    expect.stringContaining('messages_unfinished'),
    expect.stringContaining('sqlite_autoindex_messages_1'),
  ])
})
