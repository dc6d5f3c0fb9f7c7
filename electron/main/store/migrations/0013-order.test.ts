import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Database } from '../database.js'
import { migrate } from '../migrate.js'
import { openStore, storeFile } from '../open-store.js'

test('what was in the Trash for long before the Trash expires gets its 30 days from the migration on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-order-'))
  const db = new Database(join(folder, storeFile))
  db.configure()
  migrate(db, 12)
  db.exec(`
    INSERT INTO conversations (id, title, created_at, updated_at, trashed_at)
    VALUES ('t', 'trashed', 1, 1, 2), ('k', 'kept', 1, 1, NULL)`)
  db.close()
  const before = Date.now()
  const store = openStore(folder)
  expect(store.conversations.trashedBefore(before)).toEqual([])
  expect(store.conversations.listTrash().map(({ id }) => id)).toEqual(['t'])
  expect(store.conversations.list()).toMatchObject([{ id: 'k' }])
  store.close()
  rmSync(folder, { recursive: true })
})
