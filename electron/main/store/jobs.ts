import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { DocumentJob, JobState, PageState, SummaryPoint } from '../../../contract/documents.js'
import { AppError, type ErrorCode } from '../../../contract/errors.js'
import {
  defaultSummary,
  isSummaryForm,
  type SummaryForm,
  type SummaryOptions,
} from '../../../contract/summary-forms.js'
import { readTolerant } from '../files/read-tolerant.js'
import type { Database } from './database.js'
import type { StoredDocuments } from './documents.js'
import { createJobSteps, type JobSteps } from './job-steps.js'
import type { SearchIndex } from './search/search-index.js'
import { readArray } from './stored-list.js'
import { fromJson } from './stored-reply.js'

/** The jobs that summarise documents. Every call is durable when it returns; see store.ts for what calls throw. */
export interface Jobs {
  create(documentId: string, options?: SummaryOptions): DocumentJob
  get(id: string): DocumentJob
  /** In the order they were made. */
  ofConversation(conversationId: string): readonly DocumentJob[]
  /** Jobs that are waiting or running, oldest first, without those in the trash. */
  unfinished(): readonly string[]
  setState(id: string, state: Exclude<JobState, 'failed' | 'done'>): void
  fail(id: string, error: { readonly code: ErrorCode; readonly message: string }): void
  finish(id: string, summary: readonly SummaryPoint[], account: string): void
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
  missingQuotes: z.array(z.string()).optional().catch(undefined),
}) satisfies z.ZodType<SummaryPoint>

const optionsSchema = z.object({
  form: z.custom<SummaryForm>(isSummaryForm),
  purpose: z.string().optional(),
  language: z.string().optional(),
}) satisfies z.ZodType<SummaryOptions>

interface JobRow {
  readonly id: string
  readonly conversation_id: string
  readonly document_id: string
  readonly name: string
  readonly state: JobState
  readonly error_code: ErrorCode | null
  readonly error_message: string | null
  readonly options: string
  readonly summary: string
  readonly account: string | null
}

export function createJobs(db: Database, index: SearchIndex, documents: StoredDocuments): Jobs {
  const steps = createJobSteps(db)
  const select = (where: string) =>
    db.prepare<JobRow>(`
      SELECT jobs.id, conversation_id, document_id, name, jobs.state, jobs.error_code, jobs.error_message, options, summary, account
      FROM jobs JOIN documents ON documents.id = document_id WHERE ${where}`)
  const insertJob = db.prepare(
    "INSERT INTO jobs (id, document_id, created_at, options, state) VALUES (?, ?, ?, ?, 'waiting')",
  )
  const selectJob = select('jobs.id = ?')
  const selectJobs = select('conversation_id = ? ORDER BY jobs.sequence')
  const selectUnfinished = db.prepare<{ id: string }>(`
    SELECT jobs.id FROM jobs JOIN documents ON documents.id = document_id
      JOIN conversations ON conversations.id = conversation_id
    WHERE jobs.state IN ('waiting', 'running') AND trashed_at IS NULL ORDER BY jobs.sequence`)
  const updateState = db.prepare(
    'UPDATE jobs SET state = ?, error_code = ?, error_message = ?, account = NULL WHERE id = ?',
  )
  const updateDone = db.prepare(
    "UPDATE jobs SET state = 'done', error_code = NULL, error_message = NULL, summary = ?, account = ? WHERE id = ?",
  )

  const toJob = (row: JobRow): DocumentJob => ({
    id: row.id,
    conversationId: row.conversation_id,
    documentId: row.document_id,
    name: row.name,
    options: readTolerant(optionsSchema, fromJson(row.options), defaultSummary),
    state: row.state,
    pages: pagesOf(row),
    ...steps.progress(row.id),
    summary: readArray(pointSchema, row.summary),
    account: row.account ?? undefined,
    error: row.error_code === null ? undefined : { code: row.error_code, message: row.error_message ?? '' },
  })
  /** Pages with text are unread from the first page of the first part that has no notes. */
  const pagesOf = ({ id, document_id }: JobRow): readonly PageState[] => {
    const firstUnread = steps.firstUnreadPage(id)
    return documents
      .pageStates(document_id)
      .map((state, page) => (state === 'read' && page + 1 >= firstUnread ? 'unread' : state))
  }
  const get = (id: string) => {
    const row = selectJob.get(id)
    if (!row) throw new AppError('not-found', 'This summary no longer exists.')
    return toJob(row)
  }
  const requireChange = (changes: number) => {
    if (changes === 0) throw new AppError('not-found', 'This summary no longer exists.')
  }

  return {
    steps,
    create(documentId, options = defaultSummary) {
      const id = randomUUID()
      insertJob.run(id, documentId, Date.now(), JSON.stringify(options))
      return get(id)
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
  }
}
