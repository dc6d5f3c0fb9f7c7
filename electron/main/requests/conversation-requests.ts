import { dialog } from 'electron'
import { AppError } from '../../../contract/errors.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { Documents } from '../documents/documents.js'
import { emptyTrashWords } from '../trash/empty-trash-words.js'
import { type TrashOptions, trashConversation } from '../trash/trash.js'
import { asId, asIdOrNull, asReplySettings, asText, maxMessageCharacters } from './arguments.js'

const maxSearchHits = 50
const maxQueryCharacters = 1_000

export interface ConversationOptions extends TrashOptions {
  readonly documents: Pick<Documents, 'jobsOf' | 'pause' | 'stopReadings' | 'documentsOf' | 'readUnread' | 'sweep'>
  readonly onConversationRemoved: (id: string) => void
}

/** The lists of conversations, the search, the Trash and the drafts. */
export function createConversationRequests(options: ConversationOptions) {
  const { store, documents, onConversation } = options
  const { conversations, drafts } = store

  return {
    listConversations: async () => conversations.list(),
    listTrash: async () => conversations.listTrash(),
    async searchConversations(query) {
      const words = asText(query, maxQueryCharacters)
      const hits = conversations.search(words, maxSearchHits)
      const isPartial = !store.isSearchComplete()
      return hits.length > 0 ? { hits, isPartial } : { hits, suggestion: conversations.suggest(words), isPartial }
    },

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

    async trashConversation(id) {
      await trashConversation(options, asId(id))
    },

    async restoreConversation(id) {
      conversations.restore(asId(id))
      documents.readUnread()
      onConversation(id)
    },

    async emptyTrash() {
      const count = conversations.listTrash().length
      if (count === 0) return false
      const { response } = await dialog.showMessageBox({
        type: 'warning',
        ...emptyTrashWords(count),
        buttons: ['Delete', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
      })
      if (response !== 0) return false
      for (const id of conversations.emptyTrash()) options.onConversationRemoved(id)
      await documents.sweep()
      return true
    },

    async saveDraft(conversationId, text, settings) {
      const given = settings === undefined ? undefined : asReplySettings(settings)
      drafts.save(asIdOrNull(conversationId), asText(text, maxMessageCharacters), given)
    },
    loadDraft: async () => ({ ...drafts.loadNew(), documents: documents.documentsOf(null) }),
    async saveEdit(targetId, text) {
      const edited = text === null ? null : asText(text, maxMessageCharacters)
      drafts.saveEdit(asId(targetId), edited)
    },
  } satisfies Partial<RequestHandlers>
}
