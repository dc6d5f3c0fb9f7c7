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

const maxUnsyncedMs = 1_000

/**
 * The text of an unfinished reply: chunks in rows of their own, joined into the message when it ends. Rewriting the
 * message for each chunk would write eleven times as much.
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
      error_message = NULL, statistics = NULL, verdict = NULL, model = ?, recipe = ? WHERE id = ? AND state = 'failed'`)
  let syncedAt = performance.now()

  const requireUnfinished = (id: string) => {
    const row = state.get(id)
    if (!row) throw new AppError('not-found', 'This message no longer exists.')
    if (row.state !== 'waiting') throw new AppError('refused', 'This reply is already finished.')
  }
  const textOf = (id: string) => {
    const text = { answer: '', reasoning: '' }
    for (const chunk of chunksOf.all(id)) text[chunk.channel] += chunk.text
    return text
  }

  return {
    /** The row with the text appended so far. */
    withChunks(row: MessageRow): MessageRow {
      if (row.state !== 'waiting') return row
      const { answer, reasoning } = textOf(row.id)
      return { ...row, text: answer, reasoning }
    },

    append(id: string, channel: 'answer' | 'reasoning', text: string): void {
      requireUnfinished(id)
      const write = () => addChunk.run(id, channel, text)
      if (performance.now() - syncedAt < maxUnsyncedMs) {
        db.runWithRelaxedSync(write)
        return
      }
      write()
      syncedAt = performance.now()
    },

    /** Adds text that the reply starts with. Call inside a transaction. */
    addInitialText(id: string, { text, reasoning }: Pick<MessageRow, 'text' | 'reasoning'>): void {
      if (reasoning !== '') addChunk.run(id, 'reasoning', reasoning)
      if (text !== '') addChunk.run(id, 'answer', text)
    },

    /** Empties a failed reply and makes it wait again. Throws `refused`. Call inside a transaction. */
    restart(id: string, model: string, recipe: Recipe): void {
      if (reopen.run(model, JSON.stringify(recipe), id) === 0) {
        throw new AppError('refused', 'Only a failed reply can be retried in place.')
      }
    },

    /** Call inside a transaction. */
    finish(id: string, end: ReplyEnd): void {
      requireUnfinished(id)
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
      index.addMessage(id)
    },
  }
}
