import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { canMount } from '../testing/small-disk.js'
import { createConversations } from './conversations.js'
import { Database } from './database.js'
import { createMessages } from './messages.js'
import { migrate } from './migrate.js'
import { openStore } from './open-store.js'
import { SearchIndex } from './search/search-index.js'
import type { Store } from './store.js'

type WritableStore = Pick<Store, 'conversations' | 'messages' | 'close'>

/** A disk that can be filled, with a store on it. */
interface Disk {
  readonly store: WritableStore
  fill(): void
  free(): void
  reopen(): WritableStore
}

let folder: string
let isMounted = false
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-full-'))
})
afterEach(() => {
  if (isMounted) execFileSync('umount', [join(folder, 'disk')])
  isMounted = false
  rmSync(folder, { recursive: true, force: true })
})

/** A real disk of 2 MB. Only root can have one, on Linux. */
function smallDisk(): Disk {
  const disk = join(folder, 'disk')
  const ballast = join(disk, 'ballast')
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'parley-test', disk])
  isMounted = true
  const home = join(disk, 'home')
  let store = openStore(home)
  return {
    store,
    fill() {
      let bytes = 1_048_576
      while (bytes > 16) {
        try {
          writeFileSync(ballast, Buffer.alloc(bytes), { flag: 'a' })
        } catch {
          bytes = Math.floor(bytes / 2) // full: fill the rest in smaller steps
        }
      }
    },
    free: () => rmSync(ballast),
    reopen() {
      store.close()
      store = openStore(home)
      return store
    },
  }
}

/** SQLite's own limit causes the same error on every system. */
function limitedFile(): Disk {
  const file = join(folder, 'parley.db')
  const open = () => {
    const db = new Database(file)
    db.configure()
    migrate(db)
    const index = new SearchIndex(db)
    const store = {
      conversations: createConversations(db, index, Date.now),
      messages: createMessages(db, index, Date.now),
      close: () => db.close(),
    }
    return { db, store }
  }
  let { db, store } = open()
  return {
    store,
    fill: () => db.exec('PRAGMA max_page_count = 1'), // SQLite raises it to the pages in use
    free: () => db.exec('PRAGMA max_page_count = 4294967294'),
    reopen() {
      db.close()
      ;({ db, store } = open())
      return store
    },
  }
}

const disks: readonly (readonly [string, () => Disk])[] = [
  ['a file that may not grow', limitedFile],
  ...(canMount ? [['a disk of 2 MB', smallDisk] as const] : []),
]

const diskFull = expect.objectContaining({ code: 'disk-full', message: expect.stringMatching(/(is|are) safe/) })

function attempt<T>(work: () => T): T | unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

test.each(disks)('on %s every write fails with `disk-full`, and nothing saved is lost', (_, open) => {
  const disk = open()
  const { conversations, messages } = disk.store
  const { id } = conversations.create('before')
  const { reply } = messages.addExchange(id, 'the question', 'tiny')
  let saved = ''
  const piece = 'word '.repeat(200)
  messages.appendReply(reply.id, 'answer', piece)
  saved += piece
  disk.fill()
  const appendUntilFull = () => {
    for (let count = 0; count < 5_000; count++) {
      messages.appendReply(reply.id, 'answer', piece)
      saved += piece
    }
  }
  expect(appendUntilFull).toThrowError(diskFull)
  const big = 'a long message '.repeat(10_000)
  expect(() => messages.addExchange(id, big, 'tiny')).toThrowError(diskFull)
  expect(() => conversations.create(big)).toThrowError(diskFull)

  // Saved data can be read without free space, and no failed write left a partial row.
  expect(messages.path(id)).toMatchObject([{ text: 'the question' }, { text: saved, state: 'waiting' }])
  expect(conversations.list()).toHaveLength(1)

  disk.free()
  messages.appendReply(reply.id, 'answer', 'the end')
  expect(messages.finishReply(reply.id, { state: 'done' }).text).toBe(`${saved}the end`)
  const next = messages.addExchange(id, 'it goes on', 'tiny')
  disk.fill()
  // A store cannot open without space for its shared memory; that must not count as damage.
  const whileFull = attempt(() => disk.reopen())
  expect(whileFull instanceof Error ? whileFull : diskFull).toEqual(diskFull)
  disk.free()
  const reopened = disk.reopen()
  expect(existsSync(join(folder, 'disk', 'home', 'damaged'))).toBe(false)
  expect(reopened.messages.path(id).at(-1)?.id).toBe(next.reply.id)
  expect(reopened.messages.get(reply.id)).toMatchObject({ text: `${saved}the end` })
  reopened.close()
})
