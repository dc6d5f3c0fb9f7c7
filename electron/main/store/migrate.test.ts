import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkFile } from './backup/backup.js'
import { Database } from './database.js'
import { latestVersion, migrate } from './migrate.js'
import { migrations } from './migrations/index.js'
import { openStore } from './open-store.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-migrate-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => join(folder, 'parley.db')

/** Writes a store of an earlier `version` in SQL, because the current code cannot write it. */
function writeOld(version: number): void {
  const db = new Database(file())
  db.configure()
  migrate(db, version)
  db.exec(`
    BEGIN;
    INSERT INTO conversations (id, title, created_at, updated_at, leaf_id) VALUES ('c', 'Old times', 1, 2, 'r');
    INSERT INTO messages (id, conversation_id, parent_id, role, created_at, text) VALUES ('u', 'c', NULL, 'user', 1, 'hi');
    INSERT INTO messages (id, conversation_id, parent_id, role, created_at, state, model)
      VALUES ('r', 'c', 'u', 'assistant', 2, 'waiting', 'tiny');
    INSERT INTO chunks (message_id, channel, text) VALUES ('r', 'answer', 'hel'), ('r', 'answer', 'lo');
    INSERT INTO drafts (conversation_id, text) VALUES ('', 'not begun');
    COMMIT;
  `)
  db.close()
}

test('the numbers of migrations rise, so that `user_version` skips none', () => {
  const versions = migrations.map(({ version }) => version)
  expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b))
})

test.each(migrations.map(({ version }) => version))('a store of version %i keeps all its data', (version) => {
  writeOld(version)
  const store = openStore(folder)
  expect(store.conversations.list()).toMatchObject([{ id: 'c', title: 'Old times', updatedAt: 2 }])
  expect(store.messages.path('c')).toMatchObject([
    { id: 'u', text: 'hi' },
    { id: 'r', text: 'hello', state: 'waiting' },
  ])
  expect(store.drafts.load(null)).toBe('not begun')
  store.close()
  const db = new Database(file(), { readOnly: true })
  expect(db.version).toBe(latestVersion)
  db.close()
})

test.each(migrations.slice(1).map(({ version }) => version))(
  'migration %i starts with a good backup of the store before it',
  (version) => {
    const before = migrations.findLast((migration) => migration.version < version)?.version ?? 0
    writeOld(before)
    openStore(folder).close()
    const [name, ...others] = readdirSync(join(folder, 'backups'))
    expect(others).toEqual([])
    expect(name).toContain(`-before-${version}.db`)
    const backup = join(folder, 'backups', name ?? '')
    expect(checkFile(backup)).toBeUndefined()
    const db = new Database(backup, { readOnly: true })
    expect(db.version).toBe(before)
    db.close()
  },
)

test('versions from before migration 3 can be chosen, each with the messages below it, and titles count as the user’s', () => {
  const db = new Database(file())
  db.configure()
  migrate(db, 2)
  const message = (id: string, parent: string | null) =>
    `INSERT INTO messages (id, conversation_id, parent_id, role, created_at, text, state) VALUES
      ('${id}', 'c', ${parent ? `'${parent}'` : 'NULL'}, ${id.startsWith('u') ? "'user', 1, '', NULL" : "'assistant', 1, '', 'done'"})`
  db.exec(`
    BEGIN;
    INSERT INTO conversations (id, title, created_at, updated_at, leaf_id) VALUES ('c', 'Mine', 1, 2, 'r3');
    ${message('u1', null)}; ${message('r1', 'u1')}; ${message('u2', 'r1')}; ${message('r2', 'u2')};
    ${message('r1b', 'u1')}; ${message('r3', 'u2')};
    COMMIT;`)
  db.close()
  const store = openStore(folder)
  const path = () => store.messages.path('c').map(({ id }) => id)
  expect(path()).toEqual(['u1', 'r1', 'u2', 'r3'])
  store.messages.choose('r1b')
  expect(path()).toEqual(['u1', 'r1b'])
  store.messages.choose('r1')
  expect(path()).toEqual(['u1', 'r1', 'u2', 'r3'])
  expect(store.conversations.titleBy('c')).toBe('user')
  expect(store.conversations.settings('c')).toBeUndefined()
  store.close()
})

test('migration 5 keeps all rows of a document and accepts any kind', () => {
  const tables = ['jobs', 'originals', 'pages', 'parts', 'merges'] as const
  const rowsOf = (db: Database) =>
    tables.map((table) => db.prepare<Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY sequence`).all())
  writeOld(4)
  const db = new Database(file())
  db.configure()
  db.exec(`
    BEGIN;
    INSERT INTO jobs (sequence, id, conversation_id, created_at, name, kind, bytes, state, encoding, notes, model,
      part_tokens, summary, account) VALUES
      (3, 'j1', 'c', 7, 'report.md', 'markdown', 9, 'done', 'utf-8', '["A note."]', 'tiny', 100, '[]', 'All was read.');
    INSERT INTO jobs (sequence, id, conversation_id, created_at, name, kind, bytes, state) VALUES
      (8, 'j2', 'c', 8, 'notes.md', 'markdown', 3, 'waiting'), (9, 'j3', 'c', 8, 'table.txt', 'text', 3, 'paused');
    INSERT INTO originals (job_id, bytes) VALUES ('j2', x'010203');
    INSERT INTO pages (job_id, page, state, passages) VALUES ('j1', 1, 'read', '["One."]');
    INSERT INTO parts (job_id, part, first_page, pieces, points) VALUES ('j1', 1, 1, '[]', '[]');
    INSERT INTO merges (job_id, merge, level, blocks, most_points) VALUES ('j1', 1, 1, '[]', 2);
    COMMIT;
  `)
  const before = rowsOf(db)
  expect(() => db.exec(`UPDATE jobs SET kind = 'other'`)).toThrow()
  migrate(db, 5)
  expect(rowsOf(db)).toEqual(before)
  db.exec(`UPDATE jobs SET kind = 'other' WHERE id = 'j3'`)
  db.close()
  expect(checkFile(file())).toBeUndefined()
  const store = openStore(folder)
  expect(store.jobs.ofConversation('c')).toMatchObject([
    { id: 'j1', state: 'done', account: 'All was read.', pages: ['read'] },
    { id: 'j2', state: 'waiting' },
    { id: 'j3', state: 'paused' },
  ])
  expect(store.documents.ofConversation('c')).toMatchObject([
    { id: 'j1', kind: 'markdown', remarks: ['A note.'] },
    { id: 'j2', kind: 'markdown' },
    { id: 'j3', kind: 'text' },
  ])
  expect([...(store.documents.storedBytes('j2') ?? [])]).toEqual([1, 2, 3])
  expect(store.jobs.unfinished()).toEqual(['j2'])
  store.conversations.trash('c')
  store.conversations.emptyTrash()
  expect(store.documents.storedBytes('j2')).toBeUndefined()
  store.close()
})

test('a failed migration leaves the store at the version before it', () => {
  writeOld(1)
  const db = new Database(file())
  expect(() =>
    db.transaction(() => {
      db.exec('CREATE TABLE half (a); PRAGMA user_version = 2')
      throw new Error('in the middle')
    }),
  ).toThrow('in the middle')
  expect(db.version).toBe(1)
  expect(db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'half'`).get()).toBeUndefined()
  db.close()
})

test('a store from a newer Parley is refused with a message, and none of its bytes change', () => {
  writeOld(latestVersion)
  const db = new Database(file())
  db.exec(`CREATE TABLE later (sequence INTEGER PRIMARY KEY) STRICT; PRAGMA user_version = ${latestVersion + 1}`)
  db.close()
  const before = readFileSync(file())
  expect(() => openStore(folder)).toThrowError(
    expect.objectContaining({ code: 'refused', message: expect.stringContaining('newer Parley') }),
  )
  expect(readFileSync(file()).equals(before)).toBe(true)
  expect(readdirSync(folder).filter((name) => !name.startsWith('parley.db'))).toEqual([])
})
