import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { Database } from '../store/database.js'
import { openStore, storeFile } from '../store/open-store.js'
import type { Store } from '../store/store.js'

/** A folder for what a test makes beside its store. */
export let scratch: string
/** A closed store of 4 conversations with 48 messages, without backups. */
export let template: string
/** The bytes of its file. */
export let good: Buffer
/** A copy of the template for each test. */
export let folder: string

let store: Store | undefined
let time = Date.UTC(2026, 5, 1)
export const now = () => ++time
export const advance = (ms: number) => {
  time += ms
}
export const file = () => join(folder, storeFile)

/** Registers the hooks of a test file that opens copies of one store. */
export function registerTemplate(): void {
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), 'parley-opening-'))
    template = join(scratch, 'template')
    const made = openStore(template, { now })
    for (let number = 0; number < 4; number++) addConversation(made, number, 6)
    made.close()
    good = readFileSync(join(template, storeFile))
  })
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))
  beforeEach(() => {
    folder = join(scratch, 'home')
    cpSync(template, folder, { recursive: true })
  })
  afterEach(() => {
    closeStore()
    rmSync(folder, { recursive: true, force: true })
  })
}

export function addConversation({ conversations, messages }: Store, number: number, exchanges: number): void {
  const { id } = conversations.create(`conversation ${number}`)
  for (let turn = 0; turn < exchanges; turn++) {
    const { reply } = messages.addExchange(id, `question ${number}-${turn} ${'why '.repeat(100)}`, 'tiny')
    messages.appendReply(reply.id, 'answer', `answer ${number}-${turn} ${'because '.repeat(60)}`)
    messages.finishReply(reply.id, { state: 'done' })
  }
}

/** Closes the open store and opens another one, until the test ends. */
export function open(at = folder): Store {
  closeStore()
  store = openStore(at, { now })
  return store
}

export function closeStore(): void {
  store?.close()
  store = undefined
}

/** What the open store says about its opening. */
export const notice = () => store?.openingNotices.join(' ') ?? ''

/** The number of messages on the shown paths. */
export function messageCount({ conversations, messages }: Store): number {
  return conversations.list().reduce((count, { id }) => count + messages.path(id).length, 0)
}

/** Makes a backup of the good store, and leaves the store closed. */
export async function backUp(): Promise<void> {
  const opened = openStore(folder, { now })
  expect(await opened.backUp()).toBe(true)
  opened.close()
}

/** Opens the database as another program would. */
export function asOther<T>(work: (db: Database) => T, path = file()): T {
  const db = new Database(path)
  try {
    return work(db)
  } finally {
    db.close()
  }
}
