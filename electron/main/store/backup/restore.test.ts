import { closeSync, mkdirSync, openSync, readdirSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '../../testing/test-store.js'
import { Database } from '../database.js'
import { latestVersion, migrate } from '../migrate.js'
import { openStore, storeFile } from '../open-store.js'
import type { Store } from '../store.js'
import { backupFolder, listBackups } from './backup.js'
import { BackupList } from './backup-list.js'
import { listBackedUp, takeOut } from './look-into.js'
import { chooseBackup, restoreBackup } from './restore.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const now = Date.UTC(2026, 10, 30)
const idOf = (index: number) => {
  const [name] = listBackups(fixture.folder).slice(index)
  return name?.file.split('/').at(-1) ?? ''
}

/** Adds a conversation with a finished exchange. */
function talk(store: Store, title: string): string {
  const { id } = store.conversations.create(title)
  const { reply } = store.messages.addExchange(id, `What of ${title}?`, 'tiny')
  store.messages.appendReply(reply.id, 'answer', `All of ${title}.`)
  store.messages.finishReply(reply.id, { state: 'done' })
  return id
}

/** Restores a backup as the next start of the app does. */
function restore(id: string, at = now): string {
  chooseBackup(fixture.folder, id)
  return restoreBackup(fixture.folder, at)
}

const titles = (store: Store) =>
  store.conversations
    .list()
    .map(({ title }) => title)
    .sort()

function reopened<T>(use: (store: Store) => T): T {
  const store = openStore(fixture.folder)
  try {
    return use(store)
  } finally {
    store.close()
  }
}

test('drill: a restored backup is the whole store of its time, and what it replaced can be restored in turn', async () => {
  talk(fixture.store, 'Harbour')
  await fixture.store.backUp()
  const id = idOf(0)
  talk(fixture.store, 'Garden')
  fixture.store.close()
  expect(restore(id)).toContain('1 conversation with 2 messages')
  reopened((store) => {
    expect(titles(store)).toEqual(['Harbour'])
    expect(store.openingNotices).toEqual([])
    expect(store.conversations.search('Harbour', 10).length).toBeGreaterThan(0)
    talk(store, 'After')
  })
  const before = readdirSync(backupFolder(fixture.folder)).find((name) => name.includes('before-restore')) ?? ''
  expect((statSync(join(backupFolder(fixture.folder), before)).mode & 0o777).toString(8)).toBe('600')
  expect(restore(before, now + 1_000)).toContain('2 conversations with 4 messages')
  expect(reopened(titles)).toEqual(['Garden', 'Harbour'])
})

test('a damaged backup, a missing one and a name that leads elsewhere change nothing', async () => {
  talk(fixture.store, 'Harbour')
  await fixture.store.backUp()
  const id = idOf(0)
  fixture.store.close()
  const file = openSync(join(backupFolder(fixture.folder), id), 'r+')
  writeSync(file, Buffer.alloc(8_192, 0xff), 0, 8_192, 4_096)
  closeSync(file)
  expect(restore(id)).toMatch(/could not be restored/)
  for (const bad of ['2020-01-01T00-00-00.000Z.db', `../${storeFile}`, ''])
    expect(() => chooseBackup(fixture.folder, bad)).toThrow('not there any more')
  expect(reopened(titles)).toEqual(['Harbour'])
})

test('a backup that expires when the app quits is restored all the same', async () => {
  talk(fixture.store, 'Harbour')
  await fixture.store.backUp()
  const id = idOf(0)
  talk(fixture.store, 'Garden')
  chooseBackup(fixture.folder, id)
  await fixture.store.backUp()
  expect(readdirSync(backupFolder(fixture.folder))).not.toContain(id)
  fixture.store.close()
  restoreBackup(fixture.folder, now)
  expect(reopened(titles)).toEqual(['Harbour'])
})

test.each([0, 1, 2])('killed in the middle (%d), the restore is done again at the next start', async (stage) => {
  talk(fixture.store, 'Harbour')
  await fixture.store.backUp()
  const id = idOf(0)
  talk(fixture.store, 'Garden')
  fixture.store.close()
  chooseBackup(fixture.folder, id)
  const file = join(fixture.folder, storeFile)
  if (stage === 0) writeFileSync(`${file}.restored`, 'half of a copy')
  if (stage === 1) writeFileSync(`${file}.restored-wal`, 'of another file')
  if (stage === 2) restore(id)
  expect(restoreBackup(fixture.folder, now)).toContain('is restored')
  expect(reopened(titles)).toEqual(['Harbour'])
  expect(readdirSync(fixture.folder).filter((name) => name.includes('.restored'))).toEqual([])
})

test('one conversation comes out of a backup with what it lacks, also out of the Trash, and a second time adds nothing', async () => {
  const { store, folder } = fixture
  const harbour = talk(store, 'Harbour')
  const garden = talk(store, '100% Garden')
  await store.backUp()
  const id = idOf(0)
  store.conversations.trash(harbour)
  store.conversations.emptyTrash()
  store.conversations.trash(garden)
  expect((await listBackedUp(folder, id, '')).map(({ title, messages }) => `${title} ${messages}`).sort()).toEqual([
    '100% Garden 2',
    'Harbour 2',
  ])
  expect(await listBackedUp(folder, id, '0% g')).toHaveLength(1)
  expect(await listBackedUp(folder, id, '_')).toEqual([])
  expect(await takeOut(store, folder, id, harbour)).toBe(2)
  expect(await takeOut(store, folder, id, garden)).toBe(0)
  expect(titles(store)).toEqual(['100% Garden', 'Harbour'])
  expect(store.messages.path(harbour).map(({ role }) => role)).toEqual(['user', 'assistant'])
  expect(await takeOut(store, folder, id, harbour)).toBe(0)
  expect(readdirSync(backupFolder(folder))).toEqual([id])
  await expect(takeOut(store, folder, id, 'nobody')).rejects.toMatchObject({ code: 'not-found' })
  await expect(takeOut(store, folder, '../parley.db', harbour)).rejects.toMatchObject({ code: 'not-found' })
})

test('the list says what each backup holds and which are damaged, and knows it again without reading them', async () => {
  const { store, folder } = fixture
  talk(store, 'Harbour')
  await store.backUp()
  talk(store, 'Garden')
  await store.backUp()
  writeFileSync(join(backupFolder(folder), '2026-01-05T10-00-00.000Z-before-12.db'), 'no database')
  let changes = 0
  const list = new BackupList(folder, () => changes++)
  expect(list.list().every(({ state }) => state === 'checking')).toBe(true)
  await Promise.all([list.check(), list.check()])
  const found = list.list().map(({ reason, state, counts }) => [reason, state, counts?.conversations])
  expect(found).toContainEqual(['usual', 'good', 2])
  expect(found).toContainEqual(['before-update', 'damaged', undefined])
  expect(changes).toBe(found.length)
  expect(new BackupList(folder, () => changes++).list()).toEqual(list.list())
  writeFileSync(join(backupFolder(folder), '2026-01-05T10-00-00.000Z-before-12.db'), 'another file')
  expect(list.list().at(0)).toMatchObject({ state: 'checking' })
})

/** A backup as an earlier version of Parley made it before an update. */
function addOldBackup(version: number): string {
  mkdirSync(backupFolder(fixture.folder), { recursive: true, mode: 0o700 })
  const id = `2025-01-05T10-00-00.000Z-before-${version + 1}.db`
  const db = new Database(join(backupFolder(fixture.folder), id))
  migrate(db, version)
  db.exec(`
    BEGIN;
    INSERT INTO conversations (id, title, created_at, updated_at, leaf_id) VALUES ('old', 'Old harbour', 1, 2, 'answer');
    INSERT INTO messages (id, conversation_id, role, created_at, text) VALUES ('question', 'old', 'user', 1, 'Where?');
    INSERT INTO messages (id, conversation_id, parent_id, role, created_at, text, state, model)
      VALUES ('answer', 'old', 'question', 'assistant', 2, 'Here.', 'done', 'tiny');
    COMMIT;`)
  db.close()
  return id
}

test.each([1, latestVersion - 1])(
  'a backup of version %d of the store is looked into, gives a conversation, and is restored',
  async (version) => {
    const { store, folder } = fixture
    const id = addOldBackup(version)
    expect((await listBackedUp(folder, id, 'old')).map(({ title, messages }) => [title, messages])).toEqual([
      ['Old harbour', 2],
    ])
    expect(await takeOut(store, folder, id, 'old')).toBe(2)
    expect(store.messages.path('old')).toMatchObject([{ text: 'Where?' }, { text: 'Here.' }])
    expect(readdirSync(folder).filter((name) => name.includes('look'))).toEqual([])
    store.close()
    expect(restore(id)).toContain('1 conversation with 2 messages')
    expect(reopened(titles)).toEqual(['Old harbour'])
  },
)
