import type { Conversation, ListPlace } from '../../../contract/chat.js'
import { AppError } from '../../../contract/errors.js'
import type { Placement } from '../../../contract/order.js'
import { inheritedNames } from '../../../contract/project.js'
import { report } from '../log/report.js'
import { readReplySettings } from '../settings/settings-schema.js'
import type { Database } from './database.js'
import { type ConversationRow, conversationColumns, toConversation } from './rows.js'
import { inTurns, toEnd } from './search/in-turns.js'
import { createSearch } from './search/search.js'
import type { SearchIndex } from './search/search-index.js'
import type { Find, Found } from './search/thread/messages.js'
import type { SearchThread } from './search/thread/search-thread.js'
import type { Conversations } from './store.js'
import { isDamage } from './store-error.js'
import { readTexts } from './stored-list.js'
import { fromJson, withUnknownKeys } from './stored-reply.js'
import { createUseTimes } from './use-times.js'

/** @param thread searches in place of main, as long as it can */
export function createConversations(
  db: Database,
  index: SearchIndex,
  now: () => number,
  thread?: SearchThread,
): Conversations {
  const useTimes = createUseTimes(db, now)
  const select = (rest: string) =>
    db.prepare<ConversationRow>(`SELECT ${conversationColumns} FROM conversations ${rest}`)
  const one = select('WHERE id = ?')
  const listOf = (condition: string, source = '') => {
    const statement = select(`${source}
      WHERE ${condition} AND (updated_at, sequence) < (?, ifnull((SELECT sequence FROM conversations WHERE id = ?), 0))
      ORDER BY updated_at DESC, sequence DESC LIMIT ?`)
    return (after: ListPlace = start, limit = -1) => statement.all(after.updatedAt, after.id, limit).map(toConversation)
  }
  const list = listOf('trashed_at IS NULL')
  // Else SQLite goes through all conversations by their time, to find the few in the Trash.
  const listTrash = listOf('trashed_at IS NOT NULL', 'INDEXED BY conversations_by_trash')
  const insert = db.prepare(
    "INSERT INTO conversations (id, title, title_by, created_at, updated_at, settings) VALUES (?, ?, 'words', ?, ?, ?)",
  )
  const setTitle = db.prepare('UPDATE conversations SET title = ?, title_by = ? WHERE id = ?')
  const titleBy = db.prepare<{ title_by: 'words' | 'model' | 'user' }>(
    'SELECT title_by FROM conversations WHERE id = ?',
  )
  const settings = db.prepare<{ settings: string | null }>('SELECT settings FROM conversations WHERE id = ?')
  const setSettings = db.prepare('UPDATE conversations SET settings = ? WHERE id = ?')
  const ownNames = db.prepare<{ own_settings: string | null }>('SELECT own_settings FROM conversations WHERE id = ?')
  const setOwnNames = db.prepare('UPDATE conversations SET own_settings = ? WHERE id = ?')
  const setModel = db.prepare('UPDATE conversations SET model_id = ?, model_name = ? WHERE id = ?')
  const setTrashed = db.prepare('UPDATE conversations SET trashed_at = ? WHERE id = ?')
  const setUnread = db.prepare('UPDATE conversations SET is_unread = ? WHERE id = ?')
  const removeDraft = db.prepare('DELETE FROM drafts WHERE conversation_id = ?')
  const remove = db.prepare('DELETE FROM conversations WHERE id = ?')
  const search = createSearch(db)

  const setPlace = (column: string) => db.prepare(`UPDATE conversations SET ${column} = ? WHERE id = ?`)
  const place = {
    folder_id: setPlace('folder_id'),
    is_pinned: setPlace('is_pinned'),
    is_archived: setPlace('is_archived'),
  }
  const trashedBefore = db.prepare<{ id: string }>('SELECT id FROM conversations WHERE trashed_at < ?')
  const folder = db.prepare('SELECT 1 FROM folders WHERE id = ?')
  const idsInFolder = db.prepare<{ id: string }>('SELECT id FROM conversations WHERE folder_id = ?')
  const isTrashed = db.prepare('SELECT 1 FROM conversations WHERE id = ? AND trashed_at IS NOT NULL')
  const deleteTrashed = (ids: readonly string[]) =>
    db.transaction(() => {
      const deleted = ids.filter((id) => isTrashed.get(id) !== undefined)
      for (const id of deleted) {
        index.removeConversation(id)
        removeDraft.run(id)
        remove.run(id)
      }
      return deleted
    })

  /** Asks the thread, or does the work here when there is none. */
  const apart = async <T>(ask: (thread: SearchThread) => Promise<T>, here: () => Promise<T> | T): Promise<T> => {
    if (thread?.isUsable) {
      try {
        return await ask(thread)
      } catch (error) {
        if (isDamage(error)) db.onSuspicion()
        if (thread.isUsable) throw error
        report('The thread that searches has failed; main searches from now on', error)
      }
    }
    return here()
  }
  const searchHere = async ({ query, limit, order, exceptId }: Find): Promise<Found> => {
    const hits = await inTurns(search.find(query, limit, order, exceptId))
    const suggestion = hits.length > 0 ? undefined : search.suggest(query)
    return { hits, ...(suggestion !== undefined && { suggestion }) }
  }
  const searchApart = (what: Find): Promise<Found> =>
    apart(
      (thread) => thread.find(what),
      () => searchHere(what),
    )
  const tellingWords = (messageId: string): Promise<readonly string[]> =>
    apart(
      (thread) => thread.tellingWords(messageId),
      () => search.tellingWords(messageId),
    )

  const get = (id: string): Conversation => toConversation(requireRow(one.get(id)))
  const change = (id: string, write: () => void): Conversation =>
    db.transaction(() => {
      write()
      return get(id)
    })

  return {
    get,
    list,
    listTrash,
    create: (title, initialSettings) =>
      db.transaction(() => {
        const id = db.newId()
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
    ownNames(id) {
      const { own_settings } = requireRow(ownNames.get(id))
      if (own_settings === null) return undefined
      const names = readTexts(own_settings)
      return inheritedNames.filter((name) => names.includes(name))
    },
    setOwnNames: (id, names) => void setOwnNames.run(JSON.stringify(names), id),
    setModel: (id, model) => change(id, () => setModel.run(model?.id ?? null, model?.name ?? null, id)),
    trash: (id) => change(id, () => setTrashed.run(now(), id)),
    restore: (id) => change(id, () => setTrashed.run(null, id)),
    setUnread: (id, isUnread) => change(id, () => setUnread.run(isUnread ? 1 : 0, id)),
    idsInFolder: (folderId) => idsInFolder.all(folderId).map(({ id }) => id),
    place: (ids, placement) =>
      db.transaction(() => {
        const [column, value] = columnOf(placement)
        if (column === 'folder_id' && value !== null && !folder.get(value))
          throw new AppError('refused', 'This folder no longer exists.')
        for (const id of ids) place[column].run(value, id)
        return ids.map(get)
      }),
    emptyTrash: () => deleteTrashed(listTrash().map(({ id }) => id)),
    deleteTrashed,
    trashedBefore: (time) => trashedBefore.all(time).map(({ id }) => id),
    search: (query, limit, order = 'rank') => index.retryAfterClear(() => toEnd(search.find(query, limit, order))),
    searchApart: (query, limit, order, exceptId) =>
      index.retryLaterAfterClear(() => searchApart({ query, limit, order, exceptId })),
    tellingWords: (messageId) => index.retryLaterAfterClear(() => tellingWords(messageId)),
    nextPassage: (id, query, messageId, step) =>
      index.retryAfterClear(() => search.nextPassage(id, query, messageId, step)),
    suggest: (query) => index.retryAfterClear(() => search.suggest(query)),
  }
}

function columnOf(placement: Placement): readonly ['folder_id' | 'is_pinned' | 'is_archived', string | number | null] {
  if ('folderId' in placement) return ['folder_id', placement.folderId]
  if ('isPinned' in placement) return ['is_pinned', placement.isPinned ? 1 : 0]
  return ['is_archived', placement.isArchived ? 1 : 0]
}

/** Before every conversation. */
const start: ListPlace = { id: '', updatedAt: Number.MAX_SAFE_INTEGER }

function requireRow<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new AppError('not-found', 'This conversation no longer exists.')
  return row
}
