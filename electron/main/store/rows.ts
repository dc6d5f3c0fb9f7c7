import type { AssistantMessage, Conversation, Message, ReplyState, Versions } from '../../../contract/chat.js'
import type { ErrorCode } from '../../../contract/errors.js'
import { readRecipe, readStatistics } from './stored-reply.js'
import { readClaims, readSignOff } from './stored-review.js'
import { readVerdict } from './stored-verdict.js'

export interface ConversationRow {
  readonly id: string
  readonly title: string
  readonly updated_at: number
  readonly trashed_at: number | null
  readonly folder_id: string | null
  readonly is_pinned: number
  readonly is_archived: number
  readonly is_unread: number
  readonly is_busy: number
  readonly model_id: string | null
  readonly model_name: string | null
  readonly owns_model: number
}

export interface MessageRow {
  readonly id: string
  readonly conversation_id: string
  readonly parent_id: string | null
  readonly role: 'user' | 'assistant' | 'document'
  readonly created_at: number
  readonly text: string
  readonly reasoning: string
  readonly reasoning_ms: number | null
  readonly state: ReplyState | null
  readonly error_code: string | null
  readonly error_message: string | null
  readonly model: string | null
  readonly statistics: string | null
  readonly job_id: string | null
  readonly recipe: string | null
  readonly is_edited: number
  readonly sign_off: string | null
  readonly claims: string | null
  readonly verdict: string | null
  /** The ids of documents, separated by spaces; null for none. */
  readonly documents: string | null
  /** Whether a user's message has a batch. */
  readonly is_batch: number
  readonly continues_id: string | null
  /** The model of the first reply in a chain of continuations. */
  readonly begun_by: string | null
  readonly version_index: number
  readonly version_count: number
  readonly previous_id: string | null
  readonly next_id: string | null
}

/**
 * Columns of a `ConversationRow`, from `conversations`. Partial indexes make `is_busy` fast; batches are few, and asked for
 * each conversation SQLite would look through its messages instead.
 */
export const conversationColumns = `
  conversations.id, title, updated_at, trashed_at, conversations.folder_id, is_pinned, is_archived, is_unread,
  conversations.model_id, conversations.model_name, coalesce(own_settings, '') LIKE '%"model"%' AS owns_model,
  (
    EXISTS (SELECT 1 FROM messages WHERE messages.conversation_id = conversations.id AND messages.state = 'waiting')
    OR EXISTS (SELECT 1 FROM cuts WHERE cuts.conversation_id = conversations.id AND cuts.state = 'waiting')
    OR EXISTS (
      SELECT 1 FROM documents JOIN jobs ON jobs.document_id = documents.id
      WHERE documents.conversation_id = conversations.id AND jobs.state IN ('waiting', 'running'))
    OR conversations.id IN (
      SELECT messages.conversation_id FROM batches CROSS JOIN messages ON messages.id = batches.message_id
      WHERE batches.state = 'running')
  ) AS is_busy`

/** Columns of a `MessageRow`, from `messages`, without the version columns. */
export const messageColumns = `
  messages.id, messages.conversation_id, messages.parent_id, role, messages.created_at, text, reasoning, reasoning_ms,
  messages.state, messages.error_code, messages.error_message, model, statistics, job_id, recipe, is_edited, continues_id,
  sign_off, claims, verdict,
  CASE WHEN role = 'user' THEN (
    SELECT group_concat(document_id, ' ' ORDER BY attachments.sequence) FROM attachments WHERE message_id = messages.id
  ) END AS documents,
  role = 'user' AND EXISTS (SELECT 1 FROM batches WHERE batches.message_id = messages.id) AS is_batch,
  CASE WHEN continues_id IS NOT NULL THEN (
    WITH RECURSIVE base (continues, model) AS (
      SELECT begun.continues_id, begun.model FROM messages AS begun WHERE begun.id = messages.continues_id
      UNION
      SELECT begun.continues_id, begun.model FROM base JOIN messages AS begun ON begun.id = base.continues
    )
    SELECT model FROM base WHERE continues IS NULL
  ) END AS begun_by`

/** The version columns for queries that do not need versions. */
export const noVersionColumns = '1 AS version_index, 1 AS version_count, NULL AS previous_id, NULL AS next_id'

/**
 * A table `versions` with the position of each message among its siblings, for messages that match `condition` and have
 * siblings. `condition` must match all siblings or none. Use a LEFT JOIN: few messages have siblings, and ranking every
 * message takes twice as long as reading them.
 */
export const versionsWhere = (condition: string) => `
  versions (id, version_index, version_count, previous_id, next_id) AS (
    SELECT id, row_number() OVER siblings, count(*) OVER (PARTITION BY parent_id), lag(id) OVER siblings,
      lead(id) OVER siblings
    FROM messages WHERE ${condition} AND coalesce(parent_id, '') IN (
      SELECT coalesce(parent_id, '') FROM messages WHERE ${condition} GROUP BY parent_id HAVING count(*) > 1)
    WINDOW siblings AS (PARTITION BY parent_id ORDER BY sequence)
  )`

export const versionColumns =
  'coalesce(version_index, 1) AS version_index, coalesce(version_count, 1) AS version_count, previous_id, next_id'

export function toConversation(row: ConversationRow): Conversation {
  return {
    id: row.id,
    title: row.title,
    updatedAt: row.updated_at,
    ...(row.trashed_at !== null && { trashedAt: row.trashed_at }),
    ...(row.folder_id !== null && { folderId: row.folder_id }),
    ...(row.is_pinned === 1 && { isPinned: true }),
    ...(row.is_archived === 1 && { isArchived: true }),
    isBusy: row.is_busy === 1,
    isUnread: row.is_unread === 1,
    ...(row.model_id !== null && { model: { id: row.model_id, name: row.model_name ?? '' } }),
    ...(row.owns_model === 1 && { ownsModel: true }),
  }
}

/** A reply that the content filter holds has no text for anybody who reads the store. */
export function toMessage(row: MessageRow): Message {
  const verdict = readVerdict(row.verdict)
  const base = {
    id: row.id,
    conversationId: row.conversation_id,
    parentId: row.parent_id,
    createdAt: row.created_at,
    ...versionsOf(row),
    ...(verdict && { verdict }),
  }
  switch (row.role) {
    case 'user':
      return {
        ...base,
        role: 'user',
        text: row.text,
        ...(row.documents && { documentIds: row.documents.split(' ') }),
        ...(row.is_batch === 1 && { isBatch: true }),
      }
    case 'document':
      return { ...base, role: 'document', jobId: row.job_id ?? '' }
    case 'assistant':
      return { ...base, ...replyOf(row), ...(verdict?.isHeld && { text: '', reasoning: '' }) }
  }
}

function versionsOf(row: MessageRow): { readonly versions?: Versions } {
  if (row.version_count < 2) return {}
  return {
    versions: {
      index: row.version_index,
      count: row.version_count,
      ...(row.previous_id !== null && { previousId: row.previous_id }),
      ...(row.next_id !== null && { nextId: row.next_id }),
    },
  }
}

function replyOf(
  row: MessageRow,
): Omit<AssistantMessage, 'id' | 'conversationId' | 'parentId' | 'createdAt' | 'versions' | 'verdict'> {
  const statistics = readStatistics(row.statistics)
  const recipe = readRecipe(row.recipe)
  const signOff = readSignOff(row.sign_off)
  const claims = readClaims(row.claims)
  return {
    role: 'assistant',
    text: row.text,
    reasoning: row.reasoning,
    state: row.state ?? 'failed',
    model: row.model ?? '',
    ...(row.begun_by !== null && row.begun_by !== row.model && { begunBy: row.begun_by }),
    ...(row.reasoning_ms !== null && { reasoningMs: row.reasoning_ms }),
    ...(row.error_code !== null && {
      error: { code: row.error_code as ErrorCode, message: row.error_message ?? '' },
    }),
    ...(statistics && { statistics }),
    ...(recipe && { recipe }),
    ...(row.is_edited === 1 && { isEdited: true }),
    ...(signOff && { signOff }),
    ...(claims && { claims }),
  }
}
