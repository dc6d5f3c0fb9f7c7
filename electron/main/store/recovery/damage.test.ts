import { copyFileSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { damages, randomFrom, restore, type Victim, writeAt } from '../../testing/store-damage.js'
import { searchFilled } from '../../testing/test-store.js'
import { listBackups } from '../backup/backup.js'
import { Database } from '../database.js'
import { openStore } from '../open-store.js'
import type { Store } from '../store.js'

/** `npm run test:heavy -- store` damages 2,000 stores. */
const rounds = process.env.PARLEY_HEAVY ? 56 : 2
const now = Date.UTC(2026, 5, 1)
let time = now
const clock = () => ++time

interface Template {
  readonly folder: string
  /** The text of every message: no two are equal. */
  readonly texts: ReadonlySet<string>
  readonly ids: readonly string[]
}

let scratch: string
let clean: Template
let killed: Template

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'parley-damage-'))
  clean = await makeTemplate('clean', false)
  killed = await makeTemplate('killed', true)
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** A store of 12 conversations with two backups, closed, or as a killed process leaves it. */
async function makeTemplate(name: string, isKilled: boolean): Promise<Template> {
  const folder = join(scratch, name)
  const store = openStore(folder, { now: clock })
  addConversations(store, 0, 4)
  await store.backUp()
  time += 86_400_000
  addConversations(store, 4, 8)
  await store.backUp()
  if (isKilled) addConversations(store, 8, 12)
  else addConversations(store, 8, 9)
  const messages = shownMessages(store)
  const texts = new Set(messages.map(({ text }) => text).filter((text) => text !== ''))
  if (!isKilled) await store.backUp()
  if (isKilled) cpSync(folder, `${folder}.copy`, { recursive: true })
  store.close()
  return { folder: isKilled ? `${folder}.copy` : folder, texts, ids: messages.map(({ id }) => id) }
}

function addConversations({ conversations, messages }: Store, from: number, to: number): void {
  for (let number = from; number < to; number++) {
    const { id } = conversations.create(`conversation ${number}`)
    for (let turn = 0; turn < 6; turn++) {
      const { reply } = messages.addExchange(id, `question ${number}-${turn} ${'why '.repeat(turn * 40)}`, 'tiny')
      messages.appendReply(reply.id, 'answer', `answer ${number}-${turn} ${'because '.repeat(turn * 60)}`)
      messages.finishReply(reply.id, { state: 'done' })
    }
    if (number % 4 === 0) messages.addExchange(id, `a long text ${number} ${'and on '.repeat(3_000)}`, 'tiny')
  }
}

/** The messages on the shown paths. */
const shownMessages = ({ conversations, messages }: Store) =>
  conversations.list().flatMap(({ id }) => messages.path(id).flatMap((message) => ('text' in message ? [message] : [])))

/** Every text in the store, also in versions that are not shown. */
function storedTexts(file: string): ReadonlySet<string> {
  const db = new Database(file, { readOnly: true })
  try {
    return new Set(
      db
        .prepare<{ text: string }>('SELECT text FROM messages')
        .all()
        .map(({ text }) => text),
    )
  } finally {
    db.close()
  }
}

/**
 * What a reader of the damaged file can still see: rows by scans in both directions, by row number and by id, with the
 * header as it was.
 */
function visibleTexts({ folder, file, good }: Victim, { texts, ids }: Template): ReadonlySet<string> {
  const visible = new Set<string>()
  if (!existsSync(file)) return visible
  const copy = join(folder, 'visible.db')
  copyFileSync(file, copy)
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
  writeAt(copy, 0, good.subarray(0, 100))
  try {
    const db = new Database(copy, { readOnly: true })
    const see = (rest: string, ...values: readonly (string | number)[]) => {
      try {
        const rows = db.prepare<{ text: string }>(`SELECT text FROM messages ${rest}`).rows(...values)
        for (const { text } of rows) if (texts.has(text)) visible.add(text)
      } catch {
        // not visible in this way
      }
    }
    see('NOT INDEXED')
    see('NOT INDEXED ORDER BY sequence DESC')
    for (let number = 1; number <= ids.length; number++) see('WHERE sequence = ?', number)
    for (const id of ids) see('WHERE id = ?', id)
    db.close()
  } catch {
    // nothing is visible
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
  }
  return visible
}

const shortened = (text: string) => text.slice(0, 20)

async function check(template: Template, victim: Victim): Promise<void> {
  const visible = visibleTexts(victim, template)
  const store = openStore(victim.folder, { now: clock }) // no damage of this test needs a dialog
  let needsNextStart = false
  try {
    const stored = storedTexts(victim.file)
    expect([...visible].filter((text) => !stored.has(text)).map(shortened)).toEqual([])
    const notices = store.openingNotices.join(' ')
    const shown = new Set(shownMessages(store).map(({ text }) => text))
    const missing = [...template.texts].filter((text) => !shown.has(text))
    const isAltered = missing.length === 1 && shown.size >= template.texts.size // a flipped letter: nobody can tell
    if (!isAltered && (notices === '' || notices.includes('nothing was lost')))
      expect(missing.map(shortened)).toEqual([])
    if (notices !== '') expect(notices).not.toMatch(/1970|undefined|NaN|SQLITE|no such/)
    const { id } = store.conversations.create('after')
    store.messages.addExchange(id, 'it goes on', 'tiny')
    expect(store.conversations.list()[0]?.id).toBe(id)
    // As the app does: it finds a damaged search index too.
    needsNextStart = (await store.checkWhenDue())?.includes('open Parley again') ?? false
    if (!needsNextStart) expect(await searchFilled(store, 'goes on')).toHaveLength(1)
  } finally {
    store.close()
  }
  const [mended, whole] = [openAgain(victim), openAgain(victim)]
  if (!needsNextStart) expect(mended).toEqual([])
  expect(whole).toEqual([])
  expect(listBackups(victim.folder).length).toBeLessThanOrEqual(4)
}

function openAgain({ folder }: Victim): readonly string[] {
  const store = openStore(folder, { now: clock })
  store.close()
  return store.openingNotices
}

const cases = Object.keys(damages).flatMap((kind) => [[kind, 'closed'] as const, [kind, 'killed'] as const])

test.each(cases)(
  '%s: a store that was %s opens, says what is true, and keeps what can be seen',
  { timeout: 600_000 },
  async (kind, end) => {
    const template = end === 'closed' ? clean : killed
    for (let seed = 0; seed < rounds; seed++) {
      const victim = restore(template.folder, join(scratch, 'victim'))
      damages[kind]?.(victim, randomFrom(seed * 31 + kind.length))
      try {
        await check(template, victim)
      } catch (error) {
        throw new Error(`${kind}, ${end}, seed ${seed}: ${error instanceof Error ? error.message : error}`, {
          cause: error,
        })
      }
    }
  },
)
