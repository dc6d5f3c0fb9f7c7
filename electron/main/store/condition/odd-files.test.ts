import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeAt } from '../../testing/store-damage.js'
import {
  addConversation,
  asOther,
  backUp,
  closeStore,
  file,
  folder,
  messageCount,
  notice,
  now,
  open,
  registerTemplate,
  scratch,
} from '../../testing/store-template.js'
import { searchFilled } from '../../testing/test-store.js'
import { backupFolder, listBackups } from '../backup/backup.js'
import { Database } from '../database.js'
import { latestVersion } from '../migrate.js'
import { openStore } from '../open-store.js'

registerTemplate()

test('the file of another program is kept, and the backup is restored', async () => {
  await backUp()
  rmSync(file())
  asOther((db) => db.exec('CREATE TABLE cookies (name TEXT); INSERT INTO cookies VALUES (1)'))
  expect(messageCount(open())).toBe(48)
  expect(notice()).toContain('belongs to another program')
  const [kept = ''] = readdirSync(join(folder, 'damaged'))
  expect(asOther((db) => db.prepare('SELECT * FROM cookies').all(), join(folder, 'damaged', kept))).toHaveLength(1)
})

test.each(['x', 'garbage '.repeat(1_000)])(
  'a rollback journal of %#: the store opens, whole and without a word',
  (content) => {
    writeFileSync(`${file()}-journal`, content)
    expect(messageCount(open())).toBe(48)
    expect(notice()).toBe('')
  },
)

test.each(['messages', 'drafts', 'presets', 'documents', 'attachments', 'jobs', 'message_words', 'search_progress'])(
  'a store without its table %s gets it back, and a backup without it is not restored',
  async (table) => {
    await backUp()
    const [backup] = listBackups(folder)
    const drop = (db: Database) => db.exec(`PRAGMA foreign_keys = OFF; DROP TABLE ${table}`)
    const newest = join(backupFolder(folder), '2026-12-01T00-00-00.000Z.db')
    copyFileSync(backup?.file ?? '', newest)
    asOther(drop, newest)
    asOther(drop)
    const opened = open()
    expect(messageCount(opened)).toBe(48)
    expect(opened.presets.list()).toEqual([])
    expect(await searchFilled(opened, 'question')).toHaveLength(4)
    expect(notice()).toContain('damaged')
  },
)

test('every path ends where an index leads to other rows', () => {
  const opened = open()
  // An index on ids that leads each parent to its child makes the walk to the first message endless.
  asOther((db) => {
    db.exec(`
      PRAGMA foreign_keys = OFF;
      UPDATE messages SET parent_id = (SELECT id FROM messages AS next WHERE next.sequence = messages.sequence + 1)
        WHERE sequence < 12`)
  })
  for (const { id } of opened.conversations.list()) {
    const path = opened.messages.path(id)
    expect(path.length).toBeLessThanOrEqual(48)
    for (const message of path.slice(0, 3)) {
      opened.messages.before(message.id)
      opened.messages.choose(message.id)
    }
  }
  opened.conversations.search('question', 5)
})

test.each([
  ['a folder', (path: string) => mkdirSync(path)],
  ['a FIFO', (path: string) => execFileSync('mkfifo', [path])],
])('%s in the place of any file of the store does not keep the app from starting, and is kept', async (_, make) => {
  await backUp()
  for (const name of ['parley.db', 'parley.db-wal', 'parley.db-shm', 'parley.db-journal', 'last-known.json']) {
    rmSync(join(folder, name), { recursive: true, force: true })
    make(join(folder, name))
    expect(messageCount(open())).toBe(48)
    closeStore()
    expect(existsSync(join(folder, 'damaged'))).toBe(true)
    rmSync(join(folder, 'damaged'), { recursive: true })
  }
})

test.each(['rebuilt', 'scratch', 'copy', 'rebuilt-wal'])(
  'a folder in the place of parley.db.%s does not keep a damaged store from being recovered',
  (name) => {
    mkdirSync(join(folder, `parley.db.${name}`, 'inside'), { recursive: true })
    writeAt(file(), 0, new Uint8Array(100))
    expect(messageCount(open())).toBe(48)
  },
)

test.each(['backups', 'damaged'])(
  'a file in the place of the folder %s does not keep the app from starting',
  async (name) => {
    writeFileSync(join(folder, name), '')
    writeAt(file(), 0, new Uint8Array(100))
    const opened = open()
    expect(messageCount(opened)).toBe(48)
    expect(await opened.backUp()).toBe(true)
  },
)

test('a link to a disk that is not there is not replaced by an empty store', () => {
  rmSync(file())
  symlinkSync('/volumes/away/parley.db', file())
  expect(() => open()).toThrow(/not where the link .* points: \/volumes\/away\/parley.db. Connect that disk/)
})

test('a store behind a link stays behind it, also when it is recovered', () => {
  const away = join(scratch, 'away.db')
  copyFileSync(file(), away)
  rmSync(file())
  symlinkSync(away, file())
  writeAt(away, 0, new Uint8Array(100))
  expect(messageCount(open())).toBe(48)
  closeStore()
  expect(asOther((db) => db.version, away)).toBe(latestVersion)
  rmSync(away)
})

test('a store that a newer Parley wrote on another computer is refused, and not taken for a damaged one', () => {
  asOther((db) =>
    db.exec(
      `CREATE TABLE labels (name TEXT) STRICT; PRAGMA user_version = ${latestVersion + 1}; PRAGMA journal_mode = DELETE`,
    ),
  )
  const before = readFileSync(file())
  expect(() => open()).toThrow(/newer Parley/)
  expect(readFileSync(file()).equals(before)).toBe(true)
  expect(existsSync(join(folder, 'damaged'))).toBe(false)
})

test('a folder that cannot be used is not called a full disk', () => {
  const path = join(scratch, 'a file')
  writeFileSync(path, '')
  expect(() => openStore(path, { now })).toThrow(/Check that you may read and write/)
})

test('after a clean end the WAL is empty, also while another program reads', () => {
  const opened = open()
  opened.conversations.create('new')
  opened.close()
  expect(existsSync(`${file()}-wal`)).toBe(false)
  const reader = new Database(file())
  reader.prepare('SELECT 1 FROM messages').all()
  const again = open()
  again.conversations.create('newer')
  again.close()
  expect(statSync(`${file()}-wal`).size).toBe(0)
  reader.close()
})

test('a first start makes a store without a word, and only a first start does', () => {
  rmSync(folder, { recursive: true })
  expect(open().openingNotices).toEqual([])
  closeStore()
  rmSync(file())
  const opened = open()
  expect(notice()).toBe('') // nothing was in it
  addConversation(opened, 1, 1)
  closeStore()
  rmSync(file())
  open()
  expect(notice()).toContain('missing')
})
