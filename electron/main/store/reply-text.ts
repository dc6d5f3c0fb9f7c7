import type { Recipe } from '../../../contract/chat.js'
import { AppError } from '../../../contract/errors.js'
import type { Database } from './database.js'
import type { MessageRow } from './rows.js'
import type { SearchIndex } from './search/search-index.js'
import type { ReplyEnd } from './store.js'

interface ChunkRow {
  readonly channel: 'answer' | 'reasoning'
  readonly text: string
}

const longestUnsyncedMs = 1_000

/**
 * The text of a reply while it is being made: rows that are appended, and folded into the message at its end. Writing
 * the message anew for each chunk would write eleven times as much.
 */
export function createReplyText(db: Database, index: SearchIndex) {
  const state = db.prepare<Pick<MessageRow, 'state'>>('SELECT state FROM messages WHERE id = ?')
  const chunksOf = db.prepare<ChunkRow>('SELECT channel, text FROM chunks WHERE message_id = ? ORDER BY sequence')
  const addChunk = db.prepare('INSERT INTO chunks (message_id, channel, text) VALUES (?, ?, ?)')
  const removeChunks = db.prepare('DELETE FROM chunks WHERE message_id = ?')
  const setEnd = db.prepare(`
    UPDATE messages SET text = ?, reasoning = ?, state = ?, reasoning_ms = ?, error_code = ?, error_message = ?,
      statistics = ?, model = coalesce(?, model) WHERE id = ?`)
  const setModelId = db.prepare(`UPDATE messages SET recipe = json_set(recipe, '$.modelId', ?) WHERE id = ?`)
  const setReasoningControl = db.prepare(
    `UPDATE messages SET recipe = json_set(recipe, '$.reasoningControl', ?) WHERE id = ?`,
  )
  const reopen = db.prepare(`
    UPDATE messages SET text = '', reasoning = '', state = 'waiting', reasoning_ms = NULL, error_code = NULL,
      error_message = NULL, statistics = NULL, model = ?, recipe = ? WHERE id = ? AND state = 'failed'`)
  let syncedAt = performance.now()

  const requireOpen = (id: string) => {
    const row = state.get(id)
    if (!row) throw new AppError('not-found', 'This message no longer exists.')
    if (row.state !== 'waiting') throw new AppError('refused', 'This reply has its end already.')
  }
  const textOf = (id: string) => {
    const text = { answer: '', reasoning: '' }
    for (const chunk of chunksOf.all(id)) text[chunk.channel] += chunk.text
    return text
  }

  return {
    /** The row with what has been appended so far. */
    withChunks(row: MessageRow): MessageRow {
      if (row.state !== 'waiting') return row
      const { answer, reasoning } = textOf(row.id)
      return { ...row, text: answer, reasoning }
    },

    append(id: string, channel: 'answer' | 'reasoning', text: string): void {
      requireOpen(id)
      const write = () => addChunk.run(id, channel, text)
      if (performance.now() - syncedAt < longestUnsyncedMs) {
        db.relaxed(write)
        return
      }
      write()
      syncedAt = performance.now()
    },

    /** What a reply begins with that was said before. Call within a transaction. */
    begin(id: string, { text, reasoning }: Pick<MessageRow, 'text' | 'reasoning'>): void {
      if (reasoning !== '') addChunk.run(id, 'reasoning', reasoning)
      if (text !== '') addChunk.run(id, 'answer', text)
    },

    /** A reply that failed before it grew is waiting again, without its text. Call within a transaction. */
    restart(id: string, model: string, recipe: Recipe): void {
      if (reopen.run(model, JSON.stringify(recipe), id) === 0) {
        throw new AppError('refused', 'Only a reply that failed can be tried again in its place.')
      }
    },

    /** Call within a transaction. */
    finish(id: string, end: ReplyEnd): void {
      requireOpen(id)
      const { answer, reasoning } = textOf(id)
      const { error, statistics } = end
      setEnd.run(
        answer,
        reasoning,
        end.state,
        end.reasoningMs ?? null,
        error?.code ?? null,
        error?.message ?? null,
        statistics ? JSON.stringify(statistics) : null,
        end.model?.name ?? null,
        id,
      )
      if (end.model) setModelId.run(end.model.id, id)
      if (end.reasoningControl) setReasoningControl.run(end.reasoningControl, id)
      removeChunks.run(id)
      index.addMessage(id, answer)
    },
  }
}
