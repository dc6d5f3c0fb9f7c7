import { z } from 'zod'
import type { SummaryPoint } from '../../../../contract/documents.js'
import { AppError } from '../../../../contract/errors.js'
import { maxFolderDepth } from '../../../../contract/order.js'
import { isEmptyProject } from '../../../../contract/project.js'
import { isSummaryForm } from '../../../../contract/summary-forms.js'
import { summaryAsText } from '../../../../contract/summary-text.js'
import { isObject } from '../../files/read-tolerant.js'
import { readProject } from '../../settings/project-schema.js'
import type { Database } from '../database.js'
import { readArray, readTexts } from '../stored-list.js'
import { fromJson } from '../stored-reply.js'
import { readClaims, readSignOff } from '../stored-review.js'
import { checkStopped } from '../stored-verdict.js'
import { type ArchivedBatch, type ArchivedConversation, type ArchivedMessage, toIso } from './archived.js'

interface ConversationRow {
  readonly id: string
  readonly title: string
  readonly title_by: 'words' | 'model' | 'user'
  readonly created_at: number
  readonly updated_at: number
  readonly trashed_at: number | null
  readonly is_unread: number
  readonly is_pinned: number
  readonly is_archived: number
  readonly folder_id: string | null
  readonly model_id: string | null
  readonly model_name: string | null
  readonly leaf_id: string | null
  readonly settings: string | null
  readonly own_settings: string | null
  readonly draft: string | null
}

interface MessageRow {
  readonly id: string
  readonly parent_id: string | null
  readonly role: 'user' | 'assistant' | 'document'
  readonly text: string
  readonly reasoning: string
  readonly created_at: number
  readonly chosen_id: string | null
  readonly state: 'waiting' | 'done' | 'stopped' | 'failed' | null
  readonly error_code: string | null
  readonly error_message: string | null
  readonly model: string | null
  readonly reasoning_ms: number | null
  readonly statistics: string | null
  readonly recipe: string | null
  readonly is_edited: number
  readonly sign_off: string | null
  readonly claims: string | null
  readonly verdict: string | null
  readonly continues_id: string | null
  readonly job_id: string | null
  readonly documents: string | null
  readonly batch_source: 'documents' | 'table' | null
  readonly summary: string | null
  readonly options: string | null
}

interface BatchRow {
  readonly source: 'documents' | 'table'
  readonly columns: string
  readonly state: 'running' | 'paused' | 'cancelled' | 'failed' | 'done'
  readonly error_code: string | null
  readonly error_message: string | null
}

interface AnswerRow {
  readonly document_id: string
  readonly cells: string
  readonly state: 'waiting' | 'done' | 'failed'
  readonly answer: string | null
  readonly links: string
  readonly took_ms: number | null
  readonly error_code: string | null
  readonly error_message: string | null
}

interface CutRow {
  readonly id: string
  readonly message_id: string
  readonly created_at: number
  readonly kind: 'dropped' | 'folded'
  readonly summary: string
  readonly is_shortened: number
  readonly state: 'done' | 'failed'
  readonly error_code: string | null
  readonly error_message: string | null
}

export const errorOf = (row: { readonly error_code: string | null; readonly error_message: string | null }) =>
  row.error_code === null ? {} : { error: { code: row.error_code, message: row.error_message ?? '' } }

export const anyItems = (json: string | null) => readArray(z.unknown(), json ?? '[]') as unknown[]

const objectOf = (json: string | null) => {
  const found = fromJson(json)
  return isObject(found) ? found : undefined
}

/** Reads conversations for an export. What is being made counts as stopped now: a reply as stopped, a batch as paused. */
export function createConversationReader(db: Database) {
  const ids = db.prepare<{ id: string }>('SELECT id FROM conversations ORDER BY sequence')
  const one = db.prepare<ConversationRow>(`
    SELECT *, (SELECT text FROM drafts WHERE conversation_id = conversations.id) AS draft
    FROM conversations WHERE id = ?`)
  const messages = db.prepare<MessageRow>(`
    SELECT messages.*, summary, options,
      (SELECT group_concat(document_id, ' ' ORDER BY attachments.sequence) FROM attachments
        WHERE message_id = messages.id) AS documents,
      (SELECT source FROM batches WHERE message_id = messages.id) AS batch_source
    FROM messages LEFT JOIN jobs ON jobs.id = job_id WHERE conversation_id = ? ORDER BY messages.sequence`)
  const chunks = db.prepare<{ channel: 'answer' | 'reasoning'; text: string }>(
    'SELECT channel, text FROM chunks WHERE message_id = ? ORDER BY sequence',
  )
  const cuts = db.prepare<CutRow>(
    "SELECT * FROM cuts WHERE conversation_id = ? AND state <> 'waiting' ORDER BY sequence",
  )
  const edits = db.prepare<{ target_id: string; text: string }>(
    'SELECT target_id, text FROM edits WHERE conversation_id = ? ORDER BY sequence',
  )
  const folders = db.prepare<{ id: string; name: string; parent_id: string | null; settings: string }>(
    'SELECT id, name, parent_id, settings FROM folders WHERE id = ?',
  )
  /** From the outermost to this one; a damaged store may have a circle of them. */
  const foldersOf = (id: string) => {
    const found: NonNullable<ArchivedConversation['folders']> = []
    for (let row = folders.get(id); row && found.length < maxFolderDepth; row = folders.get(row.parent_id ?? ''))
      found.unshift({ id: row.id, name: row.name, ...projectOf(row.settings) })
    return found
  }
  const batch = db.prepare<BatchRow>('SELECT * FROM batches WHERE message_id = ?')
  const answers = db.prepare<AnswerRow>('SELECT * FROM batch_rows WHERE batch_id = ? ORDER BY row')

  const textOf = (row: MessageRow): Pick<ArchivedMessage, 'text' | 'reasoning'> => {
    if (row.role === 'document') return { text: summaryText(row), reasoning: '' }
    if (row.state !== 'waiting') return { text: row.text, reasoning: row.reasoning }
    const said = { answer: '', reasoning: '' }
    for (const chunk of chunks.all(row.id)) said[chunk.channel] += chunk.text
    return { text: said.answer, reasoning: said.reasoning }
  }

  const batchOf = (messageId: string): ArchivedBatch | undefined => {
    const row = batch.get(messageId)
    if (!row) return undefined
    return {
      source: row.source,
      columns: [...readTexts(row.columns)],
      state: row.state === 'running' ? 'paused' : row.state,
      ...errorOf(row),
      rows: answers.all(messageId).map((answer) => ({
        documentId: answer.document_id,
        cells: [...readTexts(answer.cells)],
        state: answer.state,
        ...(answer.answer !== null && { answer: answer.answer, links: anyItems(answer.links) }),
        ...(answer.took_ms !== null && { tookMs: answer.took_ms }),
        ...errorOf(answer),
      })),
    }
  }

  const messageOf = (row: MessageRow): ArchivedMessage => {
    const statistics = objectOf(row.statistics)
    const recipe = objectOf(row.recipe)
    const signOff = readSignOff(row.sign_off)
    const claims = readClaims(row.claims)
    const verdict = verdictOf(row)
    const answered = row.batch_source === null ? undefined : batchOf(row.id)
    return {
      id: row.id,
      parentId: row.parent_id,
      role: row.role,
      ...textOf(row),
      createdAt: toIso(row.created_at),
      ...(row.chosen_id !== null && { nextMessageId: row.chosen_id }),
      ...(row.state !== null && { state: row.state === 'waiting' ? 'stopped' : row.state }),
      ...errorOf(row),
      ...(row.model !== null && { model: row.model }),
      ...(row.reasoning_ms !== null && { reasoningMs: row.reasoning_ms }),
      ...(statistics && { statistics }),
      ...(recipe && { recipe }),
      ...(row.is_edited === 1 && { isEdited: true }),
      ...(signOff && { signOff: { by: signOff.by, at: toIso(signOff.at) } }),
      ...(claims && { claims: { foundBy: claims.foundBy, list: [...claims.list] } }),
      ...(verdict && { verdict }),
      ...(row.continues_id !== null && { continuesId: row.continues_id }),
      ...(row.job_id !== null && { summaryId: row.job_id }),
      ...(row.documents !== null && { documentIds: row.documents.split(' ') }),
      ...(answered && { batch: answered }),
    }
  }

  return {
    /** In the order in which they were made, with those in the Trash. */
    ids: (): readonly string[] => ids.all().map(({ id }) => id),

    /** Throws `not-found`. */
    read(id: string): ArchivedConversation {
      const row = one.get(id)
      if (!row) throw new AppError('not-found', 'This conversation no longer exists.')
      const settings = objectOf(row.settings)
      const made = cuts.all(id).map((cut) => ({
        id: cut.id,
        messageId: cut.message_id,
        createdAt: toIso(cut.created_at),
        kind: cut.kind,
        summary: cut.summary,
        ...(cut.is_shortened === 1 && { isShortened: true }),
        state: cut.state,
        ...errorOf(cut),
      }))
      const edited = edits.all(id).map(({ target_id, text }) => ({ targetId: target_id, text }))
      return {
        id: row.id,
        title: row.title,
        titleBy: row.title_by,
        createdAt: toIso(row.created_at),
        updatedAt: toIso(row.updated_at),
        ...(row.trashed_at !== null && { trashedAt: toIso(row.trashed_at) }),
        ...(row.is_unread === 1 && { isUnread: true }),
        ...(row.is_pinned === 1 && { isPinned: true }),
        ...(row.is_archived === 1 && { isArchived: true }),
        ...(row.folder_id !== null && { folders: foldersOf(row.folder_id) }),
        ...(row.model_id !== null && { model: { id: row.model_id, name: row.model_name ?? '' } }),
        currentMessageId: row.leaf_id,
        ...(settings && { settings }),
        ...(row.own_settings !== null && { ownSettings: [...readTexts(row.own_settings)] }),
        ...(row.draft !== null && { draft: row.draft }),
        ...(edited.length > 0 && { edits: edited }),
        messages: messages.all(id).map(messageOf),
        ...(made.length > 0 && { cuts: made }),
      }
    },
  }
}

/** One that is due was not made. */
function verdictOf({ verdict }: MessageRow) {
  const found = objectOf(verdict)
  return found?.outcome === 'waiting' ? { ...found, outcome: 'unchecked', reason: checkStopped } : found
}

function summaryText({ summary, options }: MessageRow): string {
  const form = objectOf(options)?.form
  const points = readArray(z.object({ text: z.string() }).loose(), summary ?? '[]') as readonly unknown[]
  return summaryAsText({ summary: points as readonly SummaryPoint[], ...(isSummaryForm(form) && { form }) })
}

/** Nothing for a folder that is no project. */
function projectOf(stored: string) {
  const project = readProject(fromJson(stored))
  return isEmptyProject(project) ? {} : { project: { ...project } }
}
