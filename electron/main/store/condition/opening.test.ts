import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { damageIndex, pageBytes, pagesOf, writeAt } from '../../testing/store-damage.js'
import { backupFolder, listBackups } from '../backup/backup.js'
import { Database } from '../database.js'
import { latestVersion } from '../migrate.js'
import { openStore } from '../open-store.js'
import type { Store } from '../store.js'

let scratch: string
/** A closed store of 4 conversations with 48 messages, without backups. */
let template: string
let good: Buffer

let folder: string
let store: Store | undefined
let time = Date.UTC(2026, 5, 1)
const now = () => ++time
const file = () => join(folder, 'parley.db')

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'parley-opening-'))
  template = join(scratch, 'template')
  const made = openStore(template, { now })
  for (let number = 0; number < 4; number++) addConversation(made, number, 6)
  made.close()
  good = readFileSync(join(template, 'parley.db'))
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

beforeEach(() => {
  folder = join(scratch, 'home')
  cpSync(template, folder, { recursive: true })
})
afterEach(() => {
  store?.close()
  store = undefined
  rmSync(folder, { recursive: true, force: true })
})

function addConversation({ conversations, messages }: Store, number: number, exchanges: number): void {
  const { id } = conversations.create(`conversation ${number}`)
  for (let turn = 0; turn < exchanges; turn++) {
    const { reply } = messages.addExchange(id, `question ${number}-${turn} ${'why '.repeat(100)}`, 'tiny')
    messages.appendReply(reply.id, 'answer', `answer ${number}-${turn} ${'because '.repeat(60)}`)
    messages.finishReply(reply.id, { state: 'done' })
  }
}

function open(): Store {
  store = openStore(folder, { now })
  return store
}

function messageCount({ conversations, messages }: Store): number {
  return conversations.list().reduce((count, { id }) => count + messages.path(id).length, 0)
}

const notice = () => store?.openingNotices.join(' ') ?? ''

/** Makes a backup of the good store, and leaves the store closed. */
async function backUp(): Promise<void> {
  const opened = openStore(folder, { now })
  expect(await opened.backUp()).toBe(true)
  opened.close()
}

/** Opens the database as another program would. */
function asOther<T>(work: (db: Database) => T, path = file()): T {
  const db = new Database(path)
  try {
    return work(db)
  } finally {
    db.close()
  }
}

// 1

test('a message that a damaged index hides is there when the window opens, and the notice says why', () => {
  damageIndex(file(), 'sqlite_autoindex_messages_1')
  expect(messageCount(open())).toBe(48)
  expect(notice()).toContain('Parley has rebuilt it')
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
  time += 86_400_000
  expect(await large.checkWhenDue()).toContain('Parley has rebuilt it')
  expect(messageCount(large)).toBe(48)
  expect(await large.checkWhenDue()).toBeUndefined()
})

test('the check runs once a day, and again after an unclean end and after a suspicion', async () => {
  const opened = open()
  const checkedAt = () => JSON.parse(readFileSync(join(folder, 'last-known.json'), 'utf8')).checkedAt as number
  await opened.checkWhenDue()
  const first = checkedAt()
  await opened.checkWhenDue()
  expect(checkedAt()).toBe(first)
  time += 86_400_000
  await opened.checkWhenDue()
  const second = checkedAt()
  expect(second).toBeGreaterThan(first)
  opened.conversations.create('kept by the WAL')
  const killed = `${folder}.killed`
  cpSync(folder, killed, { recursive: true })
  opened.close()
  store = openStore(killed, { now })
  await store.checkWhenDue()
  expect(JSON.parse(readFileSync(join(killed, 'last-known.json'), 'utf8')).checkedAt).toBeGreaterThan(second)
  store.close()
  rmSync(killed, { recursive: true })
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

// 2

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
  store?.close()
  store = openStore(killed, { now })
  expect(store.openingNotices).toEqual([])
  expect(store.conversations.list()).toHaveLength(3)
  store.close()
  rmSync(killed, { recursive: true })
})

// 3 and 4

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
  expect(messageCount(open())).toBe(48)
  expect(await store?.backUp()).toBe(true)
})

// 6

test('each of the 800 bits of the header can flip without a loss', { timeout: 900_000 }, () => {
  for (let bit = 0; bit < 800; bit++) {
    rmSync(folder, { recursive: true, force: true })
    cpSync(template, folder, { recursive: true })
    writeAt(file(), bit >> 3, Buffer.from([(good[bit >> 3] ?? 0) ^ (1 << (bit & 7))]))
    const opened = open()
    expect({ bit, count: messageCount(opened) }).toEqual({ bit, count: 48 })
    opened.messages.addExchange(opened.conversations.list()[0]?.id ?? '', 'it goes on', 'tiny')
    opened.close()
  }
})

test('the WAL of a killed process is read behind a damaged header', () => {
  const opened = open()
  addConversation(opened, 9, 2)
  const killed = `${folder}.killed`
  cpSync(folder, killed, { recursive: true })
  opened.close()
  for (const header of [Buffer.alloc(100), Buffer.from(good.subarray(0, 100)).fill(0, 18, 20)]) {
    rmSync(folder, { recursive: true })
    cpSync(killed, folder, { recursive: true })
    writeAt(file(), 0, header)
    expect(messageCount(open())).toBe(52)
    store?.close()
  }
  rmSync(killed, { recursive: true })
})

// 8

test('the file of another program is kept, and the backup is restored', async () => {
  await backUp()
  rmSync(file())
  asOther((db) => db.exec('CREATE TABLE cookies (name TEXT); INSERT INTO cookies VALUES (1)'))
  expect(messageCount(open())).toBe(48)
  expect(notice()).toContain('belongs to another program')
  const [kept = ''] = readdirSync(join(folder, 'damaged'))
  expect(asOther((db) => db.prepare('SELECT * FROM cookies').all(), join(folder, 'damaged', kept))).toHaveLength(1)
})

test.each(['messages', 'drafts', 'presets', 'jobs', 'message_index'])(
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
    expect(opened.conversations.search('question', 50)).toHaveLength(4)
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
    store?.close()
    expect(existsSync(join(folder, 'damaged'))).toBe(true)
    rmSync(join(folder, 'damaged'), { recursive: true })
  }
})

test.each(['backups', 'damaged'])(
  'a file in the place of the folder %s does not keep the app from starting',
  async (name) => {
    writeFileSync(join(folder, name), '')
    writeAt(file(), 0, new Uint8Array(100))
    expect(messageCount(open())).toBe(48)
    expect(await store?.backUp()).toBe(true)
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
  store?.close()
  expect(asOther((db) => db.version, away)).toBe(latestVersion)
  rmSync(away)
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
  store?.close()
  rmSync(file())
  open()
  expect(notice()).toBe('') // nothing was in it
  addConversation(store as Store, 1, 1)
  store?.close()
  rmSync(file())
  open()
  expect(notice()).toContain('missing')
})
