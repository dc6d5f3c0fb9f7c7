import type { Cut } from '../../../contract/context.js'
import { AppError, type ErrorCode } from '../../../contract/errors.js'
import type { Database } from './database.js'
import type { Cuts } from './store.js'

interface CutRow {
  readonly id: string
  readonly conversation_id: string
  readonly message_id: string
  readonly created_at: number
  readonly kind: Cut['kind']
  readonly summary: string
  readonly is_shortened: number
  readonly state: 'waiting' | 'done' | 'failed'
  readonly error_code: ErrorCode | null
  readonly error_message: string | null
}

export function createCuts(db: Database, now: () => number): Cuts {
  const select = (rest: string) =>
    db.prepare<CutRow>(`
      SELECT id, conversation_id, message_id, created_at, kind, summary, is_shortened, state, error_code, error_message
      FROM cuts ${rest}`)
  const one = select('WHERE id = ?')
  const all = select('WHERE conversation_id = ? ORDER BY sequence')
  const open = select(`WHERE state = 'waiting' ORDER BY sequence`)
  const insert = db.prepare(
    'INSERT INTO cuts (id, conversation_id, message_id, created_at, kind, state) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const setEnd = db.prepare(`
    UPDATE cuts SET summary = ?, is_shortened = ?, state = ?, error_code = ?, error_message = ?
    WHERE id = ? AND state = 'waiting'`)
  const setSummary = db.prepare(
    `UPDATE cuts SET summary = ?, is_shortened = 0 WHERE id = ? AND kind = 'folded' AND state = 'done'`,
  )
  const insertDone = db.prepare(`
    INSERT INTO cuts (id, conversation_id, message_id, created_at, kind, summary, is_shortened, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'done')`)
  const remove = db.prepare('DELETE FROM cuts WHERE id = ?')

  const get = (id: string): Cut => {
    const row = one.get(id)
    if (!row) throw new AppError('not-found', 'This was undone already.')
    return toCut(row)
  }

  return {
    get,
    ofConversation: (conversationId) => all.all(conversationId).map(toCut),
    add: (conversationId, messageId, kind) =>
      db.transaction(() => {
        const id = db.newId()
        insert.run(id, conversationId, messageId, now(), kind, kind === 'folded' ? 'waiting' : 'done')
        return get(id)
      }),
    finish: (id, end) =>
      db.transaction(() => {
        const { summary, isShortened } = end.state === 'done' ? end : { summary: '', isShortened: false }
        const { code, message } = end.state === 'done' ? { code: null, message: null } : end.error
        if (setEnd.run(summary, isShortened ? 1 : 0, end.state, code, message, id) === 0) get(id)
        return get(id)
      }),
    setSummary: (id, summary) =>
      db.transaction(() => {
        if (setSummary.run(summary, id) === 0) {
          get(id)
          throw new AppError('refused', 'There is no finished summary to change.')
        }
        return get(id)
      }),
    remove: (id) => void remove.run(id),
    restore: ({ id, conversationId, messageId, createdAt, kind, summary, isShortened }) =>
      db.transaction(() => {
        insertDone.run(id, conversationId, messageId, createdAt, kind, summary, isShortened ? 1 : 0)
        return get(id)
      }),
    unfinished: () => open.all().map(toCut),
  }
}

function toCut(row: CutRow): Cut {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    messageId: row.message_id,
    createdAt: row.created_at,
    kind: row.kind,
    summary: row.summary,
    ...(row.is_shortened === 1 && { isShortened: true }),
    state: row.state,
    ...(row.error_code !== null && { error: { code: row.error_code, message: row.error_message ?? '' } }),
  }
}
