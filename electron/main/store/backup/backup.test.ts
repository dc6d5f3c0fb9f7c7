import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../../testing/test-store.js'
import { Database } from '../database.js'
import { backupFolder, checkFile, listBackups } from './backup.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)

test('a backup contains everything written before it was requested, and writes continue meanwhile', async () => {
  const { conversations, messages } = fixture.store
  const { id } = conversations.create('kept')
  const { reply } = messages.addExchange(id, 'question', 'tiny')
  messages.appendReply(reply.id, 'answer', 'first')
  const done = fixture.store.backUp()
  messages.appendReply(reply.id, 'answer', ' second')
  expect(await done).toBe(true)
  const [backup] = listBackups(fixture.folder)
  expect(checkFile(backup?.file ?? '')).toBeUndefined()
  const db = new Database(backup?.file ?? '', { readOnly: true })
  const chunks = db.prepare<{ text: string }>('SELECT text FROM chunks ORDER BY sequence').all()
  db.close()
  expect(chunks[0]?.text).toBe('first')
  expect(messages.get(reply.id)).toMatchObject({ text: 'first second' })
})

test('an unchanged store is not copied again, and two simultaneous calls make one copy', async () => {
  fixture.store.conversations.create('one')
  await Promise.all([fixture.store.backUp(), fixture.store.backUp()])
  await fixture.store.backUp()
  expect(listBackups(fixture.folder)).toHaveLength(1)
  fixture.store.conversations.create('two')
  await fixture.store.backUp()
  expect(readdirSync(backupFolder(fixture.folder))).toHaveLength(1)
})

test('no other user of the computer can read the store or its backups', async () => {
  fixture.store.conversations.create('private')
  await fixture.store.backUp()
  expect(mode(fixture.folder)).toBe('700')
  expect(mode(backupFolder(fixture.folder))).toBe('700')
  for (const name of ['parley.db', 'parley.db-wal', 'parley.db-shm'])
    expect(mode(join(fixture.folder, name))).toBe('600')
  for (const { file } of listBackups(fixture.folder)) expect(mode(file)).toBe('600')
})

test('a failed backup returns false instead of throwing, leaves no file, and the next one works', async () => {
  fixture.store.conversations.create('one')
  writeFileSync(backupFolder(fixture.folder), 'a file where the folder should be')
  expect(await fixture.store.backUp()).toBe(false)
  const { rmSync } = await import('node:fs')
  rmSync(backupFolder(fixture.folder))
  expect(await fixture.store.backUp()).toBe(true)
  expect(listBackups(fixture.folder)).toHaveLength(1)
})
