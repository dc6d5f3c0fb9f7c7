import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import {
  type DocumentJob,
  type DocumentKind,
  type DocumentPage,
  isDocumentKind,
  type JobState,
  type PageState,
  type SummaryPoint,
} from '../../../contract/documents.js'
import { AppError, type ErrorCode } from '../../../contract/errors.js'
import type { ReadDocument } from '../../../contract/reader.js'
import type { Database } from './database.js'
import { createJobSteps, type JobSteps } from './job-steps.js'
import type { SearchIndex } from './search/search-index.js'
import { fromJson } from './stored-reply.js'

export interface NewJob {
  readonly conversationId: string
  readonly name: string
  readonly kind: DocumentKind
  readonly bytes: Uint8Array
}

/** Documents and their summary jobs. Every call is durable when it returns; see store.ts for what calls throw. */
export interface Jobs {
  /** One transaction for everything that `work` writes to the store; nothing is kept when `work` throws. */
  atomically<T>(work: () => T): T
  /** Stores the file's bytes until its text is stored. */
  create(job: NewJob): DocumentJob
  get(id: string): DocumentJob
  /** In the order they were added. */
  ofConversation(conversationId: string): readonly DocumentJob[]
  /** Jobs that are waiting or running, oldest first, without those in the trash. */
  unfinished(): readonly string[]
  setState(id: string, state: Exclude<JobState, 'failed' | 'done'>): void
  fail(id: string, error: { readonly code: ErrorCode; readonly message: string }): void
  finish(id: string, summary: readonly SummaryPoint[], account: string): void
  /** The file's bytes; undefined once the text is stored. Throws `document-unsupported` for a kind of a later version. */
  original(id: string): Uint8Array | undefined
  /**
   * Marks every page that has text as `unread`, and deletes the original bytes. Lets the event loop
   * run in between; the job has no pages until all of them are stored. Rejects with the signal's reason.
   */
  storeText(id: string, document: ReadDocument, remarks: readonly string[], signal?: AbortSignal): Promise<void>
  /** Throws `not-found` for a page that the document does not have. */
  page(id: string, page: number): DocumentPage
  /** The whole text, in order. Lets the event loop run in between. */
  pages(id: string): Promise<readonly DocumentPage[]>
  readonly steps: JobSteps
}

const pointSchema = z.object({
  text: z.string(),
  page: z.number().optional(),
  passage: z.number().optional(),
  isQuote: z.boolean(),
  heading: z.string().optional().catch(undefined),
  support: z.number().min(0).max(1).optional().catch(undefined),
  unfound: z.array(z.string()).optional().catch(undefined),
}) satisfies z.ZodType<SummaryPoint>

/** Drops what is damaged, so that one field does not cost the conversation. */
function readArray<T>(schema: z.ZodType<T>, stored: string): readonly T[] {
  const items = fromJson(stored)
  if (!Array.isArray(items)) return []
  return items.flatMap((item) => {
    const read = schema.safeParse(item)
    return read.success ? [read.data] : []
  })
}

/** Like `readArray`, for long lists: a schema would take most of the time. */
function readTexts(stored: string): readonly string[] {
  const items = fromJson(stored)
  return Array.isArray(items) ? items.filter((item) => typeof item === 'string') : []
}

interface JobRow {
  readonly id: string
  readonly conversation_id: string
  readonly name: string
  readonly kind: string
  readonly bytes: number
  readonly state: JobState
  readonly error_code: ErrorCode | null
  readonly error_message: string | null
  readonly notes: string
  readonly summary: string
  readonly account: string | null
}

interface PageRow {
  readonly page: number
  readonly passages: string
}

/** In characters of JSON: what is written in one transaction, which holds main for a few milliseconds. */
const sliceLength = 500_000

/** As many pages have about a slice of text. */
const pagesAtOnce = 128

/** The rows of a document's pages, in slices. */
function* slicesOf({ pages }: ReadDocument) {
  let slice: { readonly number: number; readonly json: string; readonly state: PageState }[] = []
  let length = 0
  for (const [index, { passages, status }] of pages.entries()) {
    const json = JSON.stringify(passages)
    slice.push({ number: index + 1, json, state: status === 'read' ? 'unread' : status })
    length += json.length
    if (length < sliceLength) continue
    yield slice
    slice = []
    length = 0
  }
  if (slice.length > 0) yield slice
}

export function createJobs(db: Database, index: SearchIndex): Jobs {
  const steps = createJobSteps(db)
  const columns = 'id, conversation_id, name, kind, bytes, state, error_code, error_message, notes, summary, account'
  const insertJob = db.prepare(
    "INSERT INTO jobs (id, conversation_id, created_at, name, kind, bytes, state) VALUES (?, ?, ?, ?, ?, ?, 'waiting')",
  )
  const insertOriginal = db.prepare('INSERT INTO originals (job_id, bytes) VALUES (?, ?)')
  const selectOriginal = db.prepare<{ bytes: Uint8Array }>('SELECT bytes FROM originals WHERE job_id = ?')
  const deleteOriginal = db.prepare('DELETE FROM originals WHERE job_id = ?')
  const selectJob = db.prepare<JobRow>(`SELECT ${columns} FROM jobs WHERE id = ?`)
  const selectJobs = db.prepare<JobRow>(`SELECT ${columns} FROM jobs WHERE conversation_id = ? ORDER BY sequence`)
  const selectUnfinished = db.prepare<{ id: string }>(`
    SELECT jobs.id FROM jobs JOIN conversations ON conversations.id = conversation_id
    WHERE state IN ('waiting', 'reading', 'running') AND trashed_at IS NULL ORDER BY jobs.sequence`)
  const updateState = db.prepare(
    'UPDATE jobs SET state = ?, error_code = ?, error_message = ?, account = NULL WHERE id = ?',
  )
  const updateDone = db.prepare(
    "UPDATE jobs SET state = 'done', error_code = NULL, error_message = NULL, summary = ?, account = ? WHERE id = ?",
  )
  const updateText = db.prepare('UPDATE jobs SET kind = ?, encoding = ?, notes = ? WHERE id = ?')
  const deletePages = db.prepare('DELETE FROM pages WHERE job_id = ?')
  const insertPage = db.prepare('INSERT INTO pages (job_id, page, state, passages) VALUES (?, ?, ?, ?)')
  const selectStates = db.prepare<{ state: PageState }>(`
    SELECT state FROM pages WHERE job_id = ?1 AND NOT EXISTS (SELECT 1 FROM originals WHERE job_id = ?1) ORDER BY page`)
  const selectPage = db.prepare<PageRow>('SELECT page, passages FROM pages WHERE job_id = ? AND page = ?')
  const selectPages = db.prepare<PageRow>(
    `SELECT page, passages FROM pages WHERE job_id = ? AND page > ? ORDER BY page LIMIT ${pagesAtOnce}`,
  )

  const toJob = (row: JobRow): DocumentJob => ({
    id: row.id,
    conversationId: row.conversation_id,
    name: row.name,
    // A newer Parley with the same schema may have more kinds; once read, every kind is pages of text.
    kind: isDocumentKind(row.kind) ? row.kind : 'text',
    bytes: row.bytes,
    state: row.state,
    pages: selectStates.all(row.id).map(({ state }) => state),
    ...steps.progress(row.id),
    summary: readArray(pointSchema, row.summary),
    account: row.account ?? undefined,
    remarks: readArray(z.string(), row.notes),
    error: row.error_code === null ? undefined : { code: row.error_code, message: row.error_message ?? '' },
  })
  const toPage = (jobId: string, row: PageRow): DocumentPage => ({
    jobId,
    page: row.page,
    passages: readTexts(row.passages),
  })
  const get = (id: string) => {
    const row = selectJob.get(id)
    if (!row) throw new AppError('not-found', 'This document no longer exists.')
    return toJob(row)
  }
  const requireChange = (changes: number) => {
    if (changes === 0) throw new AppError('not-found', 'This document no longer exists.')
  }

  return {
    steps,
    atomically: (work) => db.transaction(work),

    create({ conversationId, name, kind, bytes }) {
      const id = randomUUID()
      return db.transaction(() => {
        insertJob.run(id, conversationId, Date.now(), name, kind, bytes.byteLength)
        insertOriginal.run(id, bytes)
        return get(id)
      })
    },

    get,
    ofConversation: (conversationId) => selectJobs.all(conversationId).map(toJob),
    unfinished: () => selectUnfinished.all().map(({ id }) => id),
    setState: (id, state) => requireChange(updateState.run(state, null, null, id)),
    fail: (id, { code, message }) => requireChange(updateState.run('failed', code, message, id)),
    finish: (id, summary, account) =>
      db.transaction(() => {
        requireChange(updateDone.run(JSON.stringify(summary), account, id))
        index.setDocument(id)
      }),
    original(id) {
      const row = selectJob.get(id)
      if (!row || isDocumentKind(row.kind)) return selectOriginal.get(id)?.bytes
      // If it were read as text, its original would be deleted.
      throw new AppError('document-unsupported', 'A newer version of Parley added this document. Open it there.')
    },

    async storeText(id, document, remarks, signal) {
      deletePages.run(id)
      for (const pages of slicesOf(document)) {
        signal?.throwIfAborted()
        db.transaction(() => {
          get(id)
          for (const { number, json, state } of pages) insertPage.run(id, number, state, json)
        })
        await setImmediate()
      }
      signal?.throwIfAborted()
      db.transaction(() => {
        requireChange(updateText.run(document.kind, document.encoding ?? null, JSON.stringify(remarks), id))
        deleteOriginal.run(id)
      })
    },

    page(id, page) {
      const row = selectPage.get(id, page)
      if (!row) throw new AppError('not-found', 'The document has no such page.')
      return toPage(id, row)
    },

    async pages(id) {
      const pages: DocumentPage[] = []
      for (let rows = selectPages.all(id, 0); rows.length > 0; rows = selectPages.all(id, pages.at(-1)?.page ?? 0)) {
        for (const row of rows) pages.push(toPage(id, row))
        await setImmediate()
      }
      return pages
    },
  }
}
