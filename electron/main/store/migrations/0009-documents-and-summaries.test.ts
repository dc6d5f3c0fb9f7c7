import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DocumentState, JobState, PageState } from '../../../../contract/documents.js'
import { initialSettings } from '../../../../contract/settings.js'
import { recipeFrom } from '../../runs/recipe.js'
import { Database } from '../database.js'
import { migrate } from '../migrate.js'
import { openStore, storeFile } from '../open-store.js'
import type { Store } from '../store.js'

/** A job of version 8, with its rows, and what it is in version 9. */
interface OldJob {
  readonly id: string
  readonly state: JobState | 'reading'
  readonly hasOriginal?: boolean
  readonly error?: string
  readonly pages?: readonly PageState[]
  /** First page of each part, and whether it is done. */
  readonly parts?: readonly (readonly [number, boolean])[]
  readonly merges?: number
  readonly becomes: readonly [document: DocumentState, job: JobState]
}

const oldJobs: readonly OldJob[] = [
  { id: 'waiting', state: 'waiting', hasOriginal: true, becomes: ['waiting', 'waiting'] },
  { id: 'reading', state: 'reading', hasOriginal: true, becomes: ['waiting', 'waiting'] },
  // Its pages were being stored.
  { id: 'half', state: 'reading', hasOriginal: true, pages: ['unread'], becomes: ['waiting', 'waiting'] },
  { id: 'paused early', state: 'paused', hasOriginal: true, becomes: ['waiting', 'paused'] },
  { id: 'unreadable', state: 'failed', hasOriginal: true, error: 'document-unreadable', becomes: ['failed', 'failed'] },
  { id: 'planless', state: 'running', pages: ['unread', 'empty', 'unread'], becomes: ['read', 'running'] },
  {
    id: 'running',
    state: 'running',
    pages: ['read', 'empty', 'unread', 'failed'],
    parts: [
      [1, true],
      [3, false],
    ],
    becomes: ['read', 'running'],
  },
  {
    id: 'paused',
    state: 'paused',
    pages: ['read', 'unread'],
    parts: [
      [1, true],
      [2, false],
    ],
    becomes: ['read', 'paused'],
  },
  {
    id: 'failed',
    state: 'failed',
    error: 'engine-gone',
    pages: ['unread'],
    parts: [[1, false]],
    becomes: ['read', 'failed'],
  },
  {
    id: 'done',
    state: 'done',
    pages: ['read', 'empty', 'failed', 'read'],
    parts: [
      [1, true],
      [4, true],
    ],
    merges: 2,
    becomes: ['read', 'done'],
  },
]

const point = { text: 'One.', page: 1, passage: 1, isQuote: true }
const points = JSON.stringify([point])
const pieceOf = (page: number) => ({ page, passage: 1, start: 0, end: 4 })
const recipe = recipeFrom(initialSettings.defaults)

let folder: string
let store: Store | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-migrate-9-'))
})
afterEach(() => {
  store?.close()
  store = undefined
  rmSync(folder, { recursive: true, force: true })
})

const openDatabase = () => {
  const db = new Database(join(folder, storeFile))
  db.configure()
  return db
}

/** Writes a store of version 8 in SQL, because the current code cannot write it. */
function writeOld(): void {
  const db = openDatabase()
  migrate(db, 8)
  db.exec(`
    BEGIN;
    INSERT INTO conversations (id, title, created_at, updated_at, leaf_id) VALUES
      ('c', 'Documents', 1, 2, 'r'), ('plain', 'Words', 1, 1, 'p');`)
  let parent: string | null = null
  const message = db.prepare(`
    INSERT INTO messages (id, conversation_id, parent_id, role, created_at, text, state, recipe, job_id)
    VALUES (?, ?, ?, ?, 5, ?, ?, ?, ?)`)
  for (const [index, job] of oldJobs.entries()) {
    addOld(db, job, 10 + index)
    message.run(`m ${job.id}`, 'c', parent, 'document', '', null, null, job.id)
    parent = `m ${job.id}`
  }
  message.run('q', 'c', parent, 'user', 'What is it?', null, null, null)
  message.run('r', 'c', 'q', 'assistant', 'A report.', 'done', JSON.stringify(recipe), null)
  message.run('p', 'plain', null, 'assistant', 'Hello.', 'done', JSON.stringify(recipe), null)
  db.exec('COMMIT')
  db.close()
}

function addOld(db: Database, { id, state, hasOriginal, error, pages = [], parts = [], merges }: OldJob, at: number) {
  const account = state === 'done' ? 'All was read.' : null
  const errorMessage = error === undefined ? null : 'Why.'
  const partTokens = parts.length > 0 ? 100 : null
  db.prepare(`
    INSERT INTO jobs (sequence, id, conversation_id, created_at, name, kind, bytes, state, error_code, error_message,
      encoding, notes, part_tokens, summary, account) VALUES (?, ?, 'c', ?, ?, 'markdown', 9, ?, ?, ?, 'utf-8', ?, ?, ?, ?)
  `).run(
    at,
    id,
    at,
    `${id}.md`,
    state,
    error ?? null,
    errorMessage,
    '["A remark."]',
    partTokens,
    account ? points : '[]',
    account,
  )
  if (hasOriginal)
    db.prepare('INSERT INTO originals (job_id, bytes) VALUES (?, ?)').run(id, Buffer.from(`text of ${id}`))
  for (const [index, page] of pages.entries())
    db.prepare('INSERT INTO pages (job_id, page, state, passages) VALUES (?, ?, ?, ?)').run(
      id,
      index + 1,
      page,
      JSON.stringify([`${id} ${index + 1}.`]),
    )
  for (const [index, [page, isDone]] of parts.entries())
    db.prepare(
      'INSERT INTO parts (job_id, part, first_page, pieces, points, is_by_model, took_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(
      id,
      index + 1,
      page,
      JSON.stringify([pieceOf(page)]),
      isDone ? points : null,
      isDone ? 1 : null,
      isDone ? 7 : null,
    )
  for (let merge = 1; merge <= (merges ?? 0); merge++)
    db.prepare(
      'INSERT INTO merges (job_id, merge, level, blocks, most_points, points, is_by_model, took_ms) VALUES (?, ?, 1, ?, 3, ?, 0, 8)',
    ).run(id, merge, JSON.stringify([[point]]), points)
}

function openMigrated(): Store {
  writeOld()
  store = openStore(folder)
  return store
}

test('every job becomes a document and its summary, in the state that they are in', () => {
  const { documents, jobs } = openMigrated()
  const errors = { unreadable: ['document-unreadable', 'document-unreadable'], failed: [undefined, 'engine-gone'] }
  expect(documents.ofConversation('c').map(({ id }) => id)).toEqual(oldJobs.map(({ id }) => id))
  for (const { id, becomes, pages = [] } of oldJobs) {
    const document = documents.get(id)
    const job = jobs.get(id)
    expect([id, document.state, job.state]).toEqual([id, ...becomes])
    const [own, ofJob] = errors[id as keyof typeof errors] ?? []
    expect([id, document.error?.code, job.error?.code]).toEqual([id, own, ofJob])
    expect(document).toMatchObject({
      name: `${id}.md`,
      kind: 'markdown',
      bytes: 9,
      remarks: ['A remark.'],
      isAttached: false,
    })
    expect(job).toMatchObject({ name: `${id}.md`, documentId: id, conversationId: 'c' })
    expect(document.pages.total).toBe(document.state === 'read' ? pages.length : 0)
  }
})

test('the summary’s page states, parts, merges and notes are as before, and so is its place', () => {
  const { documents, jobs, messages } = openMigrated()
  for (const { id, becomes, pages = [], parts = [], merges = 0 } of oldJobs) {
    const job = jobs.get(id)
    expect([id, job.pages]).toEqual([id, becomes[0] === 'read' ? pages : []])
    const done = parts.filter(([, isDone]) => isDone).length
    expect(job).toMatchObject({ parts: { total: parts.length, done }, merges: { total: merges, done: merges } })
    expect(jobs.steps.notes(id)).toEqual(Array.from({ length: done }, () => [point]))
    const next = parts.findIndex(([, isDone]) => !isDone)
    expect(jobs.steps.nextPart(id)).toEqual(
      next < 0 ? undefined : { number: next + 1, pieces: [pieceOf(parts[next]?.[0] ?? 0)] },
    )
    expect(jobs.steps.plannedTokens(id)).toBe(parts.length > 0 ? 100 : undefined)
    if (becomes[0] === 'read')
      expect(documents.pagesNow(id).map(({ passages }) => passages)).toEqual(
        pages.map((_, index) => [`${id} ${index + 1}.`]),
      )
  }
  expect(jobs.get('done')).toMatchObject({ summary: [point], account: 'All was read.' })
  expect(jobs.steps.lastLevel('done')).toEqual({ level: 1, isLast: false, maxPoints: 6, results: [[point], [point]] })
  expect(jobs.steps.withoutModel('done')).toEqual({ parts: 0, merges: 2, forms: 0 })
  const path = messages.path('c')
  expect(path.slice(0, -2)).toMatchObject(oldJobs.map(({ id }) => ({ id: `m ${id}`, role: 'document', jobId: id })))
  expect(path.slice(-2)).toMatchObject([{ text: 'What is it?' }, { text: 'A report.' }])
})

test('what was not read is read next, from the bytes in the store', async () => {
  const { documents, jobs } = openMigrated()
  const unread = oldJobs.filter(({ becomes }) => becomes[0] === 'waiting').map(({ id }) => id)
  expect(documents.unread()).toEqual(unread)
  for (const { id, hasOriginal } of oldJobs) {
    const bytes = documents.storedBytes(id)
    expect([id, bytes && Buffer.from(bytes).toString()]).toEqual([id, hasOriginal ? `text of ${id}` : undefined])
  }
  expect(jobs.unfinished()).toEqual(
    oldJobs.filter(({ becomes }) => /waiting|running/.test(becomes[1])).map(({ id }) => id),
  )
  const [page] = documents.pagesNow('done')
  await documents.storeText(
    'half',
    {
      kind: 'markdown',
      pages: [{ passages: page?.passages ?? [], status: 'read' }],
      removedCharacters: 0,
      omitted: [],
      problems: [],
    },
    [],
  )
  expect(documents.storedBytes('half')).toBeUndefined()
  expect(jobs.get('half').pages).toEqual(['unread'])
})

test('foreign keys hold, and cascade as they did', () => {
  openMigrated().close()
  store = undefined
  const db = openDatabase()
  try {
    expect(db.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    const count = (table: string) => db.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n
    const tables = ['documents', 'originals', 'pages', 'jobs', 'parts', 'merges']
    expect(tables.map(count)).toEqual([
      oldJobs.length,
      oldJobs.filter(({ hasOriginal }) => hasOriginal).length,
      oldJobs.flatMap(({ pages = [] }) => pages).length,
      oldJobs.length,
      oldJobs.flatMap(({ parts = [] }) => parts).length,
      2,
    ])
    db.exec("DELETE FROM documents WHERE id = 'done'")
    expect(db.prepare("SELECT 1 FROM parts WHERE job_id = 'done' UNION SELECT 1 FROM merges").all()).toEqual([])
    db.exec("DELETE FROM conversations WHERE id = 'c'")
    expect(tables.map(count)).toEqual([0, 0, 0, 0, 0, 0])
  } finally {
    db.close()
  }
})

test('a reply that was made before saw no document, and a repetition of it sees none', () => {
  const { messages } = openMigrated()
  expect(messages.get('r')).toMatchObject({ recipe: { ...recipe, told: { ...recipe.told, documents: [] } } })
  expect(messages.get('p')).toHaveProperty('recipe', recipe)
})

test('new documents and other forms of a state are accepted after the migration', () => {
  const { documents, jobs } = openMigrated()
  jobs.setState('waiting', 'cancelled')
  expect(jobs.get('waiting').state).toBe('cancelled')
  documents.attach('done')
  expect(documents.ofConversation('c').filter(({ isAttached }) => isAttached)).toMatchObject([{ id: 'done' }])
})
