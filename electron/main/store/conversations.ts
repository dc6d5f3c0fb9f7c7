import { randomUUID } from 'node:crypto'
import type { Conversation } from '../../../contract/chat.js'
import { AppError } from '../../../contract/errors.js'
import { readReplySettings } from '../settings/settings-schema.js'
import type { Database } from './database.js'
import { type ConversationRow, conversationColumns, toConversation } from './rows.js'
import { createSearch } from './search/search.js'
import type { SearchIndex } from './search/search-index.js'
import type { Conversations } from './store.js'
import { fromJson, withUnknownKeys } from './stored-reply.js'
import { createUseTimes } from './use-times.js'

export function createConversations(db: Database, index: SearchIndex, now: () => number): Conversations {
  const useTimes = createUseTimes(db, now)
  const select = (rest: string) =>
    db.prepare<ConversationRow>(`SELECT ${conversationColumns} FROM conversations ${rest}`)
  const one = select('WHERE id = ?')
  const selectListed = select('WHERE trashed_at IS NULL ORDER BY updated_at DESC, sequence DESC')
  const selectTrash = select('WHERE trashed_at IS NOT NULL ORDER BY updated_at DESC, sequence DESC')
  const insert = db.prepare(
    "INSERT INTO conversations (id, title, title_by, created_at, updated_at, settings) VALUES (?, ?, 'words', ?, ?, ?)",
  )
  const setTitle = db.prepare('UPDATE conversations SET title = ?, title_by = ? WHERE id = ?')
  const titleBy = db.prepare<{ title_by: 'words' | 'model' | 'user' }>(
    'SELECT title_by FROM conversations WHERE id = ?',
  )
  const settings = db.prepare<{ settings: string | null }>('SELECT settings FROM conversations WHERE id = ?')
  const setSettings = db.prepare('UPDATE conversations SET settings = ? WHERE id = ?')
  const setModel = db.prepare('UPDATE conversations SET model_id = ?, model_name = ? WHERE id = ?')
  const setTrashed = db.prepare('UPDATE conversations SET trashed_at = ? WHERE id = ?')
  const setUnread = db.prepare('UPDATE conversations SET is_unread = ? WHERE id = ?')
  const removeDraft = db.prepare('DELETE FROM drafts WHERE conversation_id = ?')
  const remove = db.prepare('DELETE FROM conversations WHERE id = ?')
  const search = createSearch(db)

  const get = (id: string): Conversation => toConversation(requireRow(one.get(id)))
  const change = (id: string, write: () => void): Conversation =>
    db.transaction(() => {
      write()
      return get(id)
    })

  return {
    get,
    list: () => selectListed.all().map(toConversation),
    listTrash: () => selectTrash.all().map(toConversation),
    create: (title, initialSettings) =>
      db.transaction(() => {
        const id = randomUUID()
        const at = useTimes.next()
        insert.run(id, title, at, at, initialSettings ? JSON.stringify(initialSettings) : null)
        index.setTitle(id, title)
        return get(id)
      }),
    rename: (id, title, by) =>
      change(id, () => {
        if (by === 'model' && titleBy.get(id)?.title_by === 'user') return
        setTitle.run(title, by, id)
        index.setTitle(id, title)
      }),
    titleBy: (id) => requireRow(titleBy.get(id)).title_by,
    settings(id) {
      const row = requireRow(settings.get(id))
      return row.settings === null ? undefined : readReplySettings(fromJson(row.settings))
    },
    setSettings(id, newSettings) {
      const row = requireRow(settings.get(id))
      setSettings.run(withUnknownKeys(row.settings, newSettings), id)
    },
    setModel: (id, model) => change(id, () => setModel.run(model?.id ?? null, model?.name ?? null, id)),
    trash: (id) => change(id, () => setTrashed.run(now(), id)),
    restore: (id) => change(id, () => setTrashed.run(null, id)),
    setUnread: (id, isUnread) => change(id, () => setUnread.run(isUnread ? 1 : 0, id)),
    emptyTrash: () =>
      db.transaction(() => {
        const ids = selectTrash.all().map(({ id }) => id)
        for (const id of ids) {
          index.removeConversation(id)
          removeDraft.run(id)
          remove.run(id)
        }
        return ids
      }),
    search: (query, limit) => index.retryAfterClear(() => search.find(query, limit)),
    nextPassage: (id, query, messageId, step) =>
      index.retryAfterClear(() => search.nextPassage(id, query, messageId, step)),
    suggest: (query) => index.retryAfterClear(() => search.suggest(query)),
  }
}

function requireRow<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new AppError('not-found', 'This conversation no longer exists.')
  return row
}
