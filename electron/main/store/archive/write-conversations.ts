import { maxFolderDepth, maxFolderNameLength } from '../../../../contract/order.js'
import { maxReviewerCharacters } from '../../../../contract/reviews.js'
import type { Database } from '../database.js'
import { titleFrom } from '../title.js'
import { type ArchivedBatch, type ArchivedConversation, type ArchivedMessage, maxTitleLength } from './archived.js'
import { conversationIdOf } from './archived-ids.js'
import { type MessagePlan, type PlannedMessage, planMessages } from './plan-messages.js'

/** What an entry adds to the store. */
export interface Added {
  readonly conversationId: string
  readonly isNew: boolean
  readonly messages: number
}

/** Documents that go with a message; they are stored later than it. */
export interface SentDocuments {
  readonly conversationId: string
  readonly messageId: string
  readonly documentIds: readonly string[]
}

export interface ConversationWriter {
  /** Call inside a transaction. What is in the store already is not added again. */
  add(conversation: ArchivedConversation): Added
  /** The same without writing; knows what was counted before. */
  count(conversation: ArchivedConversation): Added
  /** Whether a conversation is there, or was counted. */
  has(id: string): boolean
  /** Documents of all messages that were added. */
  readonly sent: readonly SentDocuments[]
}

const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))

export function createConversationWriter(db: Database, now: () => number): ConversationWriter {
  const conversation = db.prepare<{ leaf_id: string | null }>('SELECT leaf_id FROM conversations WHERE id = ?')
  const owner = db.prepare<{ id: string }>('SELECT conversation_id AS id FROM messages WHERE id = ?')
  const insertConversation = db.prepare(`
    INSERT INTO conversations (id, title, title_by, created_at, updated_at, trashed_at, is_unread, settings,
      is_pinned, is_archived, folder_id, model_id, model_name, own_settings)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertFolder = db.prepare(`
    INSERT OR IGNORE INTO folders (id, name, parent_id, settings)
    VALUES (?, ?, (SELECT id FROM folders WHERE id = ? AND parent_id IS NULL), ?)`)
  const insertMessage = db.prepare(`
    INSERT INTO messages (id, conversation_id, parent_id, role, created_at, text, reasoning, reasoning_ms, state,
      error_code, error_message, model, statistics, job_id, chosen_id, recipe, is_edited, continues_id,
      sign_off, claims, verdict)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const setLeaf = db.prepare('UPDATE conversations SET leaf_id = ? WHERE id = ?')
  const setChosen = db.prepare('UPDATE messages SET chosen_id = ? WHERE id = ?')
  const insertDraft = db.prepare('INSERT OR IGNORE INTO drafts (conversation_id, text) VALUES (?, ?)')
  const insertEdit = db.prepare('INSERT OR IGNORE INTO edits (target_id, conversation_id, text) VALUES (?, ?, ?)')
  const insertCut = db.prepare(`
    INSERT OR IGNORE INTO cuts
      (id, conversation_id, message_id, created_at, kind, summary, is_shortened, state, error_code, error_message)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const insertBatch = db.prepare(
    'INSERT INTO batches (message_id, source, columns, state, error_code, error_message) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const insertRow = db.prepare(`
    INSERT INTO batch_rows (batch_id, row, document_id, cells, state, answer, links, took_ms, error_code, error_message)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const sent: SentDocuments[] = []
  /** The conversation of each message that was only counted. */
  const counted = new Map<string, string>()
  const countedConversations = new Set<string>()

  const ownerOf = (id: string) => counted.get(id) ?? owner.get(id)?.id

  const writeBatch = (messageId: string, { source, columns, state, error, rows }: ArchivedBatch) => {
    const failure = state === 'failed' ? [error?.code ?? 'unknown', error?.message ?? ''] : [null, null]
    insertBatch.run(messageId, source, JSON.stringify(columns), state, failure[0] ?? null, failure[1] ?? null)
    for (const [at, row] of rows.entries()) {
      const isFailed = row.state === 'failed'
      insertRow.run(
        messageId,
        at,
        row.documentId,
        JSON.stringify(row.cells),
        row.state,
        row.state === 'done' ? (row.answer ?? '') : null,
        JSON.stringify(row.links ?? []),
        row.tookMs ?? null,
        isFailed ? (row.error?.code ?? 'unknown') : null,
        isFailed ? (row.error?.message ?? '') : null,
      )
    }
  }

  const writeMessage = (
    { id, parentId, message }: PlannedMessage,
    conversationId: string,
    { idOf }: MessagePlan,
    at: number,
  ) => {
    const { role } = message
    const isReply = role === 'assistant'
    const state = isReply ? (message.state ?? 'done') : null
    const error = isReply ? message.error : undefined
    const next = message.nextMessageId === undefined ? undefined : idOf(message.nextMessageId)
    const continued = message.continuesId === undefined ? undefined : idOf(message.continuesId)
    insertMessage.run(
      id,
      conversationId,
      parentId,
      role,
      timeOf(message.createdAt) ?? at,
      role === 'document' ? '' : message.text,
      isReply ? message.reasoning : '',
      message.reasoningMs ?? null,
      state,
      error?.code ?? null,
      error?.message ?? null,
      isReply ? (message.model ?? '') : null,
      json(message.statistics),
      role === 'document' ? (message.summaryId ?? '') : null,
      next ?? null,
      json(message.recipe),
      message.isEdited ? 1 : 0,
      continued ?? null,
      isReply ? signOffOf(message) : null,
      isReply ? json(message.claims) : null,
      json(message.verdict),
    )
    if (message.batch) writeBatch(id, message.batch)
  }

  /** Shows what the file shows, unless a conversation that was here before shows something else. */
  const choosePath = (id: string, shownPath: readonly string[], leaf: string | null) => {
    const last = shownPath.at(-1)
    if (last === undefined || (leaf !== null && !shownPath.includes(leaf))) return
    for (const [index, next] of shownPath.slice(1).entries()) setChosen.run(next, shownPath[index] ?? next)
    setLeaf.run(last, id)
  }

  const writeRest = (id: string, { draft, edits = [], cuts = [] }: ArchivedConversation, plan: MessagePlan) => {
    if (draft) insertDraft.run(id, draft)
    for (const cut of cuts) {
      const messageId = plan.idOf(cut.messageId)
      if (messageId === undefined) continue
      const failure = cut.state === 'failed' ? (cut.error ?? { code: 'unknown', message: '' }) : undefined
      const { kind, summary, state } = cut
      const flags = [cut.isShortened ? 1 : 0, state, failure?.code ?? null, failure?.message ?? null] as const
      insertCut.run(conversationIdOf(cut.id), id, messageId, timeOf(cut.createdAt) ?? now(), kind, summary, ...flags)
    }
    for (const { targetId, text } of edits) insertEdit.run(plan.idOf(targetId) ?? targetId, id, text)
  }

  /** Returns the id of the innermost folder, in which the conversation is. */
  const writeFolders = (folders: ArchivedConversation['folders'] = []) => {
    let parent: string | null = null
    for (const { id, name, project } of folders.slice(0, maxFolderDepth)) {
      insertFolder.run(id, name.slice(0, maxFolderNameLength), parent, JSON.stringify(project ?? {}))
      parent = id
    }
    return parent
  }

  const planOf = (archived: ArchivedConversation) => {
    const id = conversationIdOf(archived.id)
    return { id, plan: planMessages(archived, id, ownerOf) }
  }

  return {
    sent,
    has: (id) => countedConversations.has(id) || conversation.get(id) !== undefined,
    add(archived) {
      const { id, plan } = planOf(archived)
      const row = conversation.get(id)
      const times = timesOf(archived, now())
      if (!row) {
        insertConversation.run(
          id,
          titleOf(archived),
          archived.titleBy ?? 'user',
          times.created,
          times.updated,
          timeOf(archived.trashedAt) ?? null,
          archived.isUnread ? 1 : 0,
          json(archived.settings),
          archived.isPinned ? 1 : 0,
          archived.isArchived ? 1 : 0,
          writeFolders(archived.folders),
          archived.model?.id ?? null,
          archived.model?.name ?? null,
          json(archived.ownSettings),
        )
      }
      for (const message of plan.added) writeMessage(message, id, plan, times.created)
      // Also of those that are here already: an import that was killed may have left their documents out.
      for (const { id: messageId, documentIds } of archived.messages)
        if (documentIds) sent.push({ conversationId: id, messageId: plan.idOf(messageId) ?? messageId, documentIds })
      if (plan.added.length > 0) choosePath(id, plan.shownPath, row?.leaf_id ?? null)
      if (!row) writeRest(id, archived, plan)
      return { conversationId: id, isNew: !row, messages: plan.added.length }
    },
    count(archived) {
      const { id, plan } = planOf(archived)
      const isNew = !countedConversations.has(id) && !conversation.get(id)
      if (isNew) countedConversations.add(id)
      for (const message of plan.added) counted.set(message.id, id)
      return { conversationId: id, isNew, messages: plan.added.length }
    },
  }
}

/** As it is stored. One without a day that can be read is left out. */
function signOffOf({ signOff }: ArchivedMessage): string | null {
  const at = timeOf(signOff?.at)
  return signOff && at !== undefined ? JSON.stringify({ by: signOff.by.slice(0, maxReviewerCharacters), at }) : null
}

/** Milliseconds since 1970. */
export function timeOf(iso: string | undefined): number | undefined {
  const at = iso === undefined ? Number.NaN : Date.parse(iso)
  return Number.isNaN(at) ? undefined : Math.max(0, at)
}

const dayMs = 86_400_000

function timesOf({ createdAt, updatedAt, messages }: ArchivedConversation, now: number) {
  const said = messages.flatMap((message) => timeOf(message.createdAt) ?? [])
  const updated = timeOf(updatedAt) ?? said.reduce((last, at) => Math.max(last, at), timeOf(createdAt) ?? 0)
  const created = timeOf(createdAt) ?? said.reduce((first, at) => Math.min(first, at), updated)
  // A time to come would stand before all that is used from now on; see use-times.ts.
  return { created: created || now, updated: updated > now + dayMs ? now : updated || now }
}

function titleOf({ title, messages }: ArchivedConversation): string {
  if (title.trim() !== '') return title.slice(0, maxTitleLength)
  return titleFrom(messages.find(({ role }) => role === 'user')?.text ?? '')
}
