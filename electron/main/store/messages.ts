import type { AssistantMessage, DocumentMessage, Message, Recipe, UserMessage } from '../../../contract/chat.js'
import { AppError } from '../../../contract/errors.js'
import type { Database } from './database.js'
import { createMessageTree } from './message-tree.js'
import { createReplyText } from './reply-text.js'
import { type MessageRow, messageColumns, noVersionColumns, toMessage, versionColumns, versionsWhere } from './rows.js'
import type { SearchIndex } from './search/search-index.js'
import type { Messages } from './store.js'
import { createUseTimes } from './use-times.js'

type NewMessage = Pick<MessageRow, 'conversation_id' | 'parent_id' | 'role'> & {
  text?: string
  state?: 'waiting' | 'done'
  model?: string
  recipe?: Recipe
  jobId?: string
  isEdited?: boolean
  continuesId?: string
}

export function createMessages(db: Database, index: SearchIndex, now: () => number): Messages {
  const one = db.prepare<MessageRow>(`
    WITH wanted (id, conversation, parent) AS (SELECT id, conversation_id, parent_id FROM messages WHERE id = ?),
    ${versionsWhere('conversation_id = (SELECT conversation FROM wanted) AND parent_id IS (SELECT parent FROM wanted)')}
    SELECT ${messageColumns}, ${versionColumns} FROM wanted JOIN messages USING (id) LEFT JOIN versions USING (id)`)
  const selectUnfinished = db.prepare<MessageRow>(
    `SELECT ${messageColumns}, ${noVersionColumns} FROM messages WHERE state = 'waiting' ORDER BY sequence`,
  )
  const insert = db.prepare(`
    INSERT INTO messages
      (id, conversation_id, parent_id, role, created_at, text, state, model, job_id, recipe, is_edited, continues_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const skipReasoning = db.prepare(
    `UPDATE messages SET recipe = json_set(recipe, '$.reasoningControl', 'skipped') WHERE id = ? AND state = 'waiting'`,
  )
  const setViews = db.prepare(
    "UPDATE messages SET recipe = json_set(recipe, '$.told.documents', json(?)) WHERE id = ? AND state = 'waiting'",
  )
  const setSignOff = db.prepare('UPDATE messages SET sign_off = ? WHERE id = ?')
  const setClaims = db.prepare('UPDATE messages SET claims = ? WHERE id = ?')
  const setVerdict = db.prepare('UPDATE messages SET verdict = ? WHERE id = ?')
  const selectAwaiting = db.prepare<{ id: string }>(
    "SELECT id FROM messages WHERE json_extract(verdict, '$.outcome') = 'waiting' ORDER BY sequence",
  )
  const copyDocuments = db.prepare(`
    INSERT INTO attachments (document_id, message_id)
    SELECT document_id, ? FROM attachments WHERE message_id = ? ORDER BY sequence`)
  const tree = createMessageTree(db)
  const useTimes = createUseTimes(db, now)
  const replies = createReplyText(db, index)

  const rowOf = (id: string): MessageRow => {
    const row = one.get(id)
    if (!row) throw new AppError('not-found', 'This message no longer exists.')
    return row
  }
  const get = (id: string): Message => toMessage(replies.withChunks(rowOf(id)))
  const reply = (id: string) => get(id) as AssistantMessage
  const replyRow = (id: string): MessageRow => {
    const row = rowOf(id)
    if (row.role !== 'assistant') throw new AppError('refused', 'Only a reply can be made again.')
    return row
  }

  const requireFinished = (id: string) => {
    const { role, state, text } = rowOf(id)
    if (role !== 'assistant' || state === 'waiting' || text.trim() === '')
      throw new AppError('refused', 'Only a finished reply can be reviewed.')
  }

  /** Adds the message and chooses it as the leaf. */
  const add = (message: NewMessage): string => {
    const id = db.newId()
    const { conversation_id, parent_id, role, text = '', model = null, jobId = null } = message
    insert.run(
      id,
      conversation_id,
      parent_id,
      role,
      now(),
      text,
      message.state ?? null,
      model,
      jobId,
      message.recipe ? JSON.stringify(message.recipe) : null,
      message.isEdited ? 1 : 0,
      message.continuesId ?? null,
    )
    tree.chooseNew(conversation_id, parent_id, id, useTimes.next())
    if (role === 'user' || message.state === 'done') index.addMessage(id)
    return id
  }
  const addReply = (parent: string, conversationId: string, model: string, recipe?: Recipe) =>
    reply(
      add({ conversation_id: conversationId, parent_id: parent, role: 'assistant', state: 'waiting', model, recipe }),
    )

  return {
    get,
    path(conversationId) {
      tree.leafOf(conversationId)
      return tree.path(conversationId).map((row) => toMessage(replies.withChunks(row)))
    },
    pathIds(conversationId) {
      tree.leafOf(conversationId)
      return tree.pathIds(conversationId)
    },
    links: (conversationId) => tree.links(conversationId),
    these: (ids) => tree.these(ids, rowOf).map((row) => toMessage(replies.withChunks(row))),
    before(messageId) {
      rowOf(messageId)
      return tree.above(messageId).map((row) => toMessage(replies.withChunks(row)))
    },
    addExchange: (conversationId, text, model, recipe) =>
      db.transaction(() => {
        const leaf = tree.leafOf(conversationId)
        const user = add({ conversation_id: conversationId, parent_id: leaf, role: 'user', text })
        const answer = addReply(user, conversationId, model, recipe)
        return { user: get(user) as UserMessage, reply: answer }
      }),
    editExchange: (messageId, text, model, recipe) =>
      db.transaction(() => {
        const { conversation_id, parent_id, role } = rowOf(messageId)
        if (role !== 'user') throw new AppError('refused', 'Only your own messages can be sent again.')
        const user = add({ conversation_id, parent_id, role, text })
        copyDocuments.run(user, messageId)
        const answer = addReply(user, conversation_id, model, recipe)
        return { user: get(user) as UserMessage, reply: answer }
      }),
    addVersion: (messageId, model, recipe) =>
      db.transaction(() => {
        const { conversation_id, parent_id, role } = replyRow(messageId)
        return reply(add({ conversation_id, parent_id, role, state: 'waiting', model, recipe }))
      }),
    addContinuation: (messageId, model, recipe) =>
      db.transaction(() => {
        const row = replyRow(messageId)
        const { conversation_id, parent_id, role } = row
        // Text that the user wrote stays marked as theirs.
        const origin = { continuesId: messageId, isEdited: row.is_edited === 1 }
        const id = add({ conversation_id, parent_id, role, state: 'waiting', model, recipe, ...origin })
        replies.addInitialText(id, row)
        return reply(id)
      }),
    editReply: (messageId, text) =>
      db.transaction(() => {
        const { conversation_id, parent_id, role, model } = replyRow(messageId)
        const isEdited = true
        return reply(
          add({ conversation_id, parent_id, role, state: 'done', text, model: model ?? undefined, isEdited }),
        )
      }),
    restartReply: (messageId, model, recipe) =>
      db.transaction(() => {
        const row = replyRow(messageId)
        replies.restart(messageId, model, recipe)
        replies.addInitialText(messageId, row)
        return reply(messageId)
      }),
    skipReasoning(messageId) {
      skipReasoning.run(messageId)
    },
    continuedFrom(messageId) {
      const { continues_id } = rowOf(messageId)
      // A damaged store may have lost that version.
      return continues_id !== null && one.get(continues_id) ? reply(continues_id) : undefined
    },
    choose: (messageId) =>
      db.transaction(() => {
        tree.choose(rowOf(messageId).conversation_id, messageId)
      }),
    addRequest: (conversationId, text = '') =>
      db.transaction(() => {
        const leaf = tree.leafOf(conversationId)
        return get(add({ conversation_id: conversationId, parent_id: leaf, role: 'user', text })) as UserMessage
      }),
    addDocumentVersion: (messageId, jobId) =>
      db.transaction(() => {
        const { conversation_id, parent_id } = rowOf(messageId)
        return get(add({ conversation_id, parent_id, role: 'document', jobId })) as DocumentMessage
      }),
    setSignOff(messageId, signOff) {
      requireFinished(messageId)
      setSignOff.run(signOff && JSON.stringify(signOff), messageId)
      return reply(messageId)
    },
    setClaims(messageId, claims) {
      requireFinished(messageId)
      setClaims.run(claims && JSON.stringify(claims), messageId)
      return reply(messageId)
    },
    setDocumentViews(messageId, views) {
      setViews.run(JSON.stringify(views), messageId)
    },
    addDocument: (conversationId, jobId) =>
      db.transaction(() => {
        const leaf = tree.leafOf(conversationId)
        return get(
          add({ conversation_id: conversationId, parent_id: leaf, role: 'document', jobId }),
        ) as DocumentMessage
      }),
    setVerdict: (messageId, verdict) =>
      db.transaction(() => {
        const before = get(messageId)
        setVerdict.run(verdict && JSON.stringify(verdict), messageId)
        if (before.verdict?.isHeld && !verdict?.isHeld) index.addMessage(messageId)
        return get(messageId)
      }),
    heldText(messageId) {
      const { text, reasoning } = replies.withChunks(rowOf(messageId))
      return { text, reasoning }
    },
    awaitingVerdict: () => selectAwaiting.all().map(({ id }) => get(id)),
    appendReply: replies.append,
    finishReply: (id, end) =>
      db.transaction(() => {
        replies.finish(id, end)
        return reply(id)
      }),
    unfinished: () => selectUnfinished.all().map((row) => toMessage(replies.withChunks(row)) as AssistantMessage),
  }
}
