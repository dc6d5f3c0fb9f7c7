import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { damageIndex, pageBytes, pagesOf, writeAt } from '../../testing/store-damage.js'
import {
  advance,
  asOther,
  backUp,
  closeStore,
  file,
  folder,
  good,
  messageCount,
  notice,
  now,
  open,
  registerTemplate,
  scratch,
} from '../../testing/store-template.js'
import { searchFilled } from '../../testing/test-store.js'
import { backupFolder, listBackups } from '../backup/backup.js'
import { openStore } from '../open-store.js'

registerTemplate()

test('a message that a damaged index hides is there when the window opens, and the notice says why', () => {
  damageIndex(file(), 'sqlite_autoindex_messages_1')
  expect(messageCount(open())).toBe(48)
  expect(notice()).toContain('Parley has rebuilt it')
})

test('a store that is new or recovered may lack rows of what lies beside it; one that is opened again has all', async () => {
  rmSync(file())
  expect(open().mayLackRows).toBe(true)
  const again = open()
  expect(again.mayLackRows).toBe(false)
  await again.backUp()
  closeStore()
  writeFileSync(file(), 'x')
  expect(open().mayLackRows).toBe(true)
})

test('the check in the background finds an index that hides messages, and rebuilds it', async () => {
  const opened = open()
  expect(await opened.checkWhenDue()).toBeUndefined()
  expect(await opened.checkWhenDue()).toBeUndefined()
  opened.close()
  damageIndex(file(), 'sqlite_autoindex_messages_1')
  truncateSync(file(), 65 * 1_048_576) // too large to be compared while it opens
  const large = open()
  expect(large.openingNotices).toEqual([])
  expect(messageCount(large)).toBeLessThan(48)
  advance(86_400_000)
  expect(await large.checkWhenDue()).toContain('Parley has rebuilt it')
  expect(messageCount(large)).toBe(48)
  expect(await large.checkWhenDue()).toBeUndefined()
})

test('the check says that messages were hidden, also when the search index was damaged as well', async () => {
  open()
  closeStore()
  damageIndex(file(), 'sqlite_autoindex_messages_1')
  for (const page of pagesOf(file(), 'message_words_data')) {
    const start = (page - 1) * pageBytes
    const at = good.subarray(start, start + pageBytes).indexOf('because')
    if (at >= 0) writeAt(file(), start + at, Buffer.from('zz'))
  }
  truncateSync(file(), 65 * 1_048_576) // too large to be compared while it opens
  const opened = open()
  advance(86_400_000)
  expect(await opened.checkWhenDue()).toContain('hid some of them')
  expect(messageCount(opened)).toBe(48)
  expect(await searchFilled(opened, 'question')).toHaveLength(4)
})

test('the check runs once a day, and again after an unclean end and after a suspicion', async () => {
  const opened = open()
  const checkedAt = () => JSON.parse(readFileSync(join(folder, 'last-known.json'), 'utf8')).checkedAt as number
  await opened.checkWhenDue()
  const first = checkedAt()
  await opened.checkWhenDue()
  expect(checkedAt()).toBe(first)
  advance(86_400_000)
  await opened.checkWhenDue()
  const second = checkedAt()
  expect(second).toBeGreaterThan(first)
  opened.conversations.create('kept by the WAL')
  const killed = `${folder}.killed`
  cpSync(folder, killed, { recursive: true })
  opened.close()
  await open(killed).checkWhenDue()
  expect(JSON.parse(readFileSync(join(killed, 'last-known.json'), 'utf8')).checkedAt).toBeGreaterThan(second)
  closeStore()
  rmSync(killed, { recursive: true })
})

test('a suspicion that was not looked into in its session does not count as damage, and is over after a check', async () => {
  const stored = join(folder, 'last-known.json')
  const opened = open()
  await opened.checkWhenDue()
  opened.close()
  writeFileSync(stored, JSON.stringify({ ...JSON.parse(readFileSync(stored, 'utf8')), isSuspect: true }))
  const again = open()
  expect(notice()).toBe('')
  expect(await again.checkWhenDue()).toBeUndefined()
  expect(JSON.parse(readFileSync(stored, 'utf8')).isSuspect).toBe(false)
})

test('a backup of a store whose index is damaged is whole, or none', async () => {
  const opened = open()
  opened.close()
  await backUp()
  const [backup] = listBackups(folder)
  asOther((db) => expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]), backup?.file)
})

test.each(['assistant', 'user'])('a message whose role, %s, is damaged keeps its text and its place', (role) => {
  const at = good.indexOf(role, (pagesOf(file(), 'messages')[1] ?? 0) * pageBytes)
  writeAt(file(), at, Buffer.from('q'))
  expect(messageCount(open())).toBe(48)
  expect(notice()).toContain('damaged')
})

test.each([24, 40, 63])('nothing is called saved in a file that was cut to %d bytes', (length) => {
  truncateSync(file(), length)
  expect(messageCount(open())).toBe(0)
  expect(notice()).toContain('damaged')
  expect(notice()).not.toContain('nothing was lost')
})

test('a version number of 0 and one bad page lose the page alone, and the notice does not deny it', () => {
  asOther((db) => db.exec('PRAGMA user_version = 0'))
  const [page = 0] = pagesOf(file(), 'messages').slice(-2)
  writeAt(file(), (page - 1) * pageBytes, new Uint8Array(pageBytes).fill(0xa5))
  expect(messageCount(open())).toBeGreaterThan(30)
  expect(notice()).toMatch(/\d+ messages could not be read and are lost/)
})

test('pages that a page copied over the first one hides are read, and what is missing is counted', () => {
  const [root = 0, , ...leaves] = pagesOf(file(), 'messages')
  const leaf = leaves[1] ?? 0
  writeAt(file(), (root - 1) * pageBytes, good.subarray((leaf - 1) * pageBytes, leaf * pageBytes))
  open()
  expect(notice()).not.toContain('nothing was lost')
  expect(notice()).toMatch(/lost/)
})

test('rows that disappear from a file that is otherwise good are missed, and come back from the backup', async () => {
  await backUp()
  asOther((db) => db.exec(`PRAGMA foreign_keys = OFF; DELETE FROM messages WHERE sequence > 24`))
  expect(messageCount(open())).toBe(48)
  expect(notice()).toContain('A part of your conversations was missing')
})

test('what the user deleted is not missed', async () => {
  await backUp()
  const opened = open()
  const [first] = opened.conversations.list()
  opened.conversations.trash(first?.id ?? '')
  opened.conversations.emptyTrash()
  const killed = `${folder}.killed`
  cpSync(folder, killed, { recursive: true })
  opened.close()
  expect(open().openingNotices).toEqual([])
  const again = open(killed)
  expect(again.openingNotices).toEqual([])
  expect(again.conversations.list()).toHaveLength(3)
  closeStore()
  rmSync(killed, { recursive: true })
})

test.each([0, 1])('a database of %d bytes is no first start while a backup is there', async (length) => {
  await backUp()
  truncateSync(file(), length)
  expect(messageCount(open())).toBe(48)
  expect(notice()).toContain('Parley restored the backup of')
})

test.each([0, 1])(
  'a newest backup of %d bytes does not replace an older good one, is kept and named',
  async (length) => {
    await backUp()
    const newest = '2026-12-01T00-00-00.000Z.db'
    writeFileSync(join(backupFolder(folder), newest), 'x'.repeat(length))
    rmSync(file())
    expect(messageCount(open())).toBe(48)
    expect(notice()).toContain(newest)
    expect(existsSync(join(folder, 'damaged', newest))).toBe(true)
  },
)

test('a good backup that holds nothing does not replace one that holds conversations', async () => {
  await backUp()
  const empty = openStore(join(scratch, 'empty'), { now })
  empty.close()
  copyFileSync(join(scratch, 'empty', 'parley.db'), join(backupFolder(folder), '2026-12-01T00-00-00.000Z.db'))
  rmSync(join(scratch, 'empty'), { recursive: true })
  rmSync(file())
  rmSync(join(folder, 'last-known.json'))
  expect(messageCount(open())).toBe(48)
})

test('of good backups the one that holds most is restored, and not the newest', async () => {
  await backUp()
  const small = openStore(join(scratch, 'small'), { now })
  small.messages.addExchange(small.conversations.create('Small').id, 'One question', 'tiny')
  small.close()
  copyFileSync(join(scratch, 'small', 'parley.db'), join(backupFolder(folder), '2026-12-01T00-00-00.000Z.db'))
  rmSync(join(scratch, 'small'), { recursive: true })
  rmSync(file())
  rmSync(join(folder, 'last-known.json'))
  expect(messageCount(open())).toBe(48)
})

test('with every backup bad no restore is announced, and what can be read of one is used', async () => {
  mkdirSync(backupFolder(folder))
  writeFileSync(join(backupFolder(folder), '2026-01-01T00-00-00.000Z.db'), 'bad')
  writeFileSync(file(), 'bad')
  expect(messageCount(open())).toBe(0)
  expect(notice()).not.toMatch(/restored|1970/)
  expect(notice()).toContain('starts without conversations')
})

test.each([
  ['a link to nothing', (path: string) => symlinkSync('/nowhere/at/all', path)],
  ['a folder', (path: string) => mkdirSync(path)],
  ['a FIFO', (path: string) => execFileSync('mkfifo', [path])],
])('%s with the name of the newest backup does not keep the app from starting', async (_, make) => {
  await backUp()
  make(join(backupFolder(folder), '2026-12-01T00-00-00.000Z.db'))
  writeFileSync(file(), 'bad')
  const opened = open()
  expect(messageCount(opened)).toBe(48)
  expect(await opened.backUp()).toBe(true)
})
