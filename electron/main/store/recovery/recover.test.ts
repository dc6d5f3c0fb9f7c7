import {
  closeSync,
  copyFileSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, searchFilled, type TestStore } from '../../testing/test-store.js'
import { checkFile, listBackups } from '../backup/backup.js'
import { Database } from '../database.js'

let fixture: TestStore
beforeEach(() => {
  fixture = openTestStore()
})
afterEach(() => fixture.remove())

const file = () => join(fixture.folder, 'parley.db')
const pageBytes = 4_096

function addMessages(from: number, to: number): string {
  const { conversations, messages } = fixture.store
  const { id } = conversations.list()[0] ?? conversations.create('the harbour')
  for (let turn = from; turn < to; turn++) {
    const { reply } = messages.addExchange(id, `question ${turn} ${'lorem ipsum '.repeat(40)}`, 'tiny')
    messages.appendReply(reply.id, 'answer', `answer ${turn} ${'dolor sit '.repeat(40)}`)
    messages.finishReply(reply.id, { state: 'done' })
  }
  return id
}

function overwrite(page: number, bytes: Uint8Array = new Uint8Array(pageBytes).fill(0xa5)): void {
  const descriptor = openSync(file(), 'r+')
  writeSync(descriptor, bytes, 0, bytes.length, page * pageBytes)
  closeSync(descriptor)
}

/** Leaf pages of a table, in row order. */
function leavesOf(table: string): readonly number[] {
  const db = new Database(file(), { readOnly: true })
  const pages = db
    .prepare<{ pageno: number }>(`SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path`)
    .all(table)
  db.close()
  return pages.map(({ pageno }) => pageno)
}

const texts = (id: string) => fixture.store.messages.path(id).map((message) => ('text' in message ? message.text : ''))
const numbers = (id: string) => texts(id).map((text) => /^\w+ \d+/.exec(text)?.[0])

test('a damaged page loses only its own rows, and those in the backup are restored', async () => {
  const id = addMessages(0, 40)
  await fixture.store.backUp()
  addMessages(40, 80)
  fixture.store.close()
  const leaves = leavesOf('messages')
  overwrite((leaves[1] ?? 0) - 1)
  overwrite((leaves[leaves.length - 3] ?? 0) - 1)
  fixture.reopen()
  const kept = numbers(id)
  const expected = Array.from({ length: 80 }, (_, turn) => [`question ${turn}`, `answer ${turn}`]).flat()
  expect(kept.slice(0, 80)).toEqual(expected.slice(0, 80))
  const lost = expected.filter((text) => !kept.includes(text))
  expect(lost.length).toBeGreaterThan(0)
  expect(lost.length).toBeLessThan(16)
  expect(kept.at(-1)).toBe('answer 79')
  expect(fixture.store.openingNotices).toEqual([
    expect.stringMatching(/damaged.*restored the backup.*could be read.*lost/),
  ])
  expect(await searchFilled(fixture.store, 'answer 79')).toHaveLength(1)
  expect(checkFile(file())).toBeUndefined()
  expect(fixture.reopen().openingNotices).toEqual([])
})

test('a file that is not a database is kept, and the newest good backup replaces it', async () => {
  const id = addMessages(0, 3)
  await fixture.store.backUp()
  addMessages(3, 4)
  const newest = join(fixture.folder, 'backups', '2999-01-01T00-00-00.000Z.db')
  writeFileSync(newest, 'a newer backup, and a bad one')
  fixture.store.close()
  writeFileSync(file(), 'not a database, but the user may know what it is')
  fixture.reopen()
  expect(numbers(id)).toHaveLength(6)
  const [kept] = readdirSync(join(fixture.folder, 'damaged'))
  expect(readFileSync(join(fixture.folder, 'damaged', kept ?? ''), 'utf8')).toContain('not a database')
  expect(fixture.store.openingNotices).toHaveLength(1)
})

test('nothing is left beside the backups that were judged, also of those that are gone', async () => {
  const id = addMessages(0, 3)
  await fixture.store.backUp()
  fixture.store.close()
  const backups = join(fixture.folder, 'backups')
  for (const suffix of ['-wal', '-shm'])
    writeFileSync(join(backups, `2020-01-01T00-00-00.000Z.db${suffix}`), 'of a backup')
  writeFileSync(join(backups, '2021-01-01T00-00-00.000Z.db'), 'a bad backup')
  writeFileSync(file(), 'not a database')
  fixture.reopen()
  expect(numbers(id)).toHaveLength(6)
  expect(readdirSync(backups).filter((name) => !name.endsWith('.db'))).toEqual([])
})

test('a backup with a WAL that has content keeps it', async () => {
  const id = addMessages(0, 3)
  await fixture.store.backUp()
  addMessages(3, 5)
  const [backup] = listBackups(fixture.folder)
  const live = new Map(['', '-wal'].map((suffix) => [suffix, readFileSync(file() + suffix)]))
  fixture.store.close()
  for (const [suffix, bytes] of live) writeFileSync(`${backup?.file}${suffix}`, bytes)
  writeFileSync(file(), 'not a database')
  fixture.reopen()
  expect(numbers(id)).toHaveLength(10)
  expect(statSync(`${backup?.file}-wal`).size).toBe(live.get('-wal')?.length)
})

test('without a backup the readable rows come from the damaged file alone', () => {
  const id = addMessages(0, 30)
  fixture.store.close()
  overwrite((leavesOf('messages')[2] ?? 0) - 1)
  fixture.reopen()
  expect(numbers(id).length).toBeGreaterThan(40)
  expect(fixture.store.conversations.list()).toHaveLength(1)
  fixture.store.messages.addExchange(id, 'and it goes on', 'tiny')
})

test('the WAL of a killed process is read, kept, and not replayed over the new file', () => {
  const id = addMessages(0, 20)
  fixture.reopen() // writes the WAL back and restarts it
  addMessages(20, 22)
  const killed = new Map(['', '-wal'].map((suffix) => [suffix, readFileSync(file() + suffix)]))
  fixture.store.close()
  for (const [suffix, bytes] of killed) writeFileSync(file() + suffix, bytes)
  overwrite((leavesOf('chunks_by_message')[0] ?? 0) - 1)
  overwrite((leavesOf('messages')[2] ?? 0) - 1)
  fixture.reopen()
  expect(fixture.store.openingNotices).toHaveLength(1)
  expect(numbers(id)).toContain('answer 21')
  expect(readdirSync(join(fixture.folder, 'damaged')).map((name) => name.split('.').at(-1))).toEqual(['db', 'db-wal'])
  expect(checkFile(file())).toBeUndefined()
  const after = texts(id)
  fixture.reopen()
  expect(texts(id)).toEqual(after)
})

test('a damaged index loses nothing, and the notice says so', () => {
  const id = addMessages(0, 30)
  const before = texts(id)
  fixture.store.close()
  overwrite((leavesOf('messages_by_conversation')[0] ?? 0) - 1)
  fixture.reopen()
  expect(texts(id)).toEqual(before)
  expect(fixture.store.openingNotices[0]).toContain('nothing was lost')
})

test('a missing or empty file is restored from the backup', async () => {
  const id = addMessages(0, 2)
  await fixture.store.backUp()
  fixture.store.close()
  rmSync(file())
  fixture.reopen()
  expect(numbers(id)).toHaveLength(4)
  expect(fixture.store.openingNotices[0]).toContain('missing')
  fixture.store.close()
  truncateSync(file(), 0)
  expect(fixture.reopen().messages.path(id)).toHaveLength(4)
})

test('whatever bytes are overwritten, the app opens, works, and shows only complete paths', {
  timeout: 120_000,
}, async () => {
  addMessages(0, 12)
  await fixture.store.backUp()
  addMessages(12, 24)
  fixture.store.close()
  const good = join(fixture.folder, 'good')
  copyFileSync(file(), good)
  const pages = statSync(good).size / pageBytes
  const damage = fc.array(
    fc.record({ page: fc.nat(pages - 1), bytes: fc.uint8Array({ minLength: 1, maxLength: pageBytes }) }),
    { minLength: 1, maxLength: 4 },
  )
  await fc.assert(
    fc.asyncProperty(damage, async (places) => {
      fixture.store.close()
      copyFileSync(good, file())
      for (const { page, bytes } of places) overwrite(page, bytes)
      const { conversations, messages } = fixture.reopen()
      const backedUp = conversations.list()
      expect(backedUp.length).toBeGreaterThan(0)
      for (const { id } of backedUp) messages.path(id)
      const { id } = conversations.create('after')
      messages.addExchange(id, 'it goes on', 'tiny')
      expect(await searchFilled(fixture.store, 'goes on')).toHaveLength(1)
      expect(listBackups(fixture.folder)).toHaveLength(1)
    }),
    { numRuns: 15 },
  )
})
