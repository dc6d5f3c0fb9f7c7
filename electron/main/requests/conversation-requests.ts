import { dialog } from 'electron'
import { maxListed } from '../../../contract/chat.js'
import { AppError } from '../../../contract/errors.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { Documents } from '../documents/documents.js'
import { listBackups } from '../store/backup/backup.js'
import { deleteWords, emptyTrashWords } from '../trash/empty-trash-words.js'
import { type TrashOptions, trashConversations } from '../trash/trash.js'
import { asId, asIdOrNull, asIds, asListPlace, asText, maxMessageCharacters } from './arguments.js'

const maxSearchHits = 50
const maxQueryCharacters = 1_000

export interface ConversationOptions extends TrashOptions {
  readonly documents: Pick<Documents, 'jobsOf' | 'pause' | 'stopReadings' | 'documentsOf' | 'readUnread' | 'sweep'>
  readonly onConversationsRemoved: (ids: readonly string[]) => void
  readonly dataFolder: string
}

/** The lists of conversations, the search, the Trash and the drafts. */
export function createConversationRequests(options: ConversationOptions) {
  const { store, documents, onConversation } = options
  const { conversations, drafts } = store
  const hasBackups = () => listBackups(options.dataFolder).length > 0

  return {
    async listConversations(after) {
      const stored = conversations.list(asListPlace(after), maxListed)
      return after === undefined ? [...store.temporary.list(), ...stored] : stored
    },
    listTrash: async (after) => conversations.listTrash(asListPlace(after), maxListed),
    async searchConversations(query, order, exceptMessageId) {
      const words = asText(query, maxQueryCharacters)
      const exceptId = exceptMessageId === undefined ? undefined : asId(exceptMessageId)
      const found = await conversations.searchApart(words, maxSearchHits, order === 'date' ? 'date' : 'rank', exceptId)
      return { ...found, isPartial: !store.isSearchComplete() }
    },

    tellingWords: async (messageId) => conversations.tellingWords(asId(messageId)),
    async nextPassage(conversationId, query, messageId, step) {
      const from = asIdOrNull(messageId)
      const words = asText(query, maxQueryCharacters)
      return conversations.nextPassage(asId(conversationId), words, from, step === -1 ? -1 : 1) ?? null
    },

    async renameConversation(id, title) {
      const name = asText(title, 1_000).replace(/\s+/g, ' ').trim()
      if (name === '') throw new AppError('refused', 'A title needs some text.')
      conversations.rename(asId(id), name, 'user')
      onConversation(id)
    },

    async trashConversation(ids) {
      await trashConversations(options, asIds(ids))
    },

    async restoreConversation(ids) {
      const restored = asIds(ids)
      store.atomically(() => restored.map((id) => conversations.restore(id)))
      documents.readUnread()
      onConversation(...restored)
    },

    async emptyTrash() {
      const count = conversations.listTrash().length
      if (count === 0) return false
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        ...emptyTrashWords(count, hasBackups()),
        buttons: ['Delete', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
      })
      if (response !== 0) return false
      options.onConversationsRemoved(conversations.emptyTrash())
      await documents.sweep()
      return true
    },

    async deleteForGood(id) {
      const { trashedAt, title } = conversations.get(asId(id))
      if (trashedAt === undefined) throw new AppError('refused', 'Only what is in the Trash can be deleted for good.')
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        ...deleteWords(title, hasBackups()),
        buttons: ['Delete', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
      })
      if (response !== 0) return false
      options.onConversationsRemoved(conversations.deleteTrashed([id]))
      await documents.sweep()
      return true
    },

    loadDraft: async () => ({ ...drafts.loadNew(), documents: documents.documentsOf(null) }),
    async saveEdit(targetId, text) {
      const edited = text === null ? null : asText(text, maxMessageCharacters)
      drafts.saveEdit(asId(targetId), edited)
    },
  } satisfies Partial<RequestHandlers>
}
