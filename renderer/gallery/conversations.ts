import type { Requests } from '../../contract/requests.js'
import { attached } from './samples.js'
import type { World } from './world.js'

type ConversationRequestName =
  | 'listConversations'
  | 'listTrash'
  | 'searchConversations'
  | 'nextPassage'
  | 'renameConversation'
  | 'trashConversation'
  | 'restoreConversation'
  | 'emptyTrash'
  | 'saveDraft'
  | 'loadDraft'
  | 'saveEdit'

export function conversationRequests(world: World): Pick<Requests, ConversationRequestName> {
  return {
    listConversations: async () => world.conversations.filter(({ trashedAt }) => trashedAt === undefined),
    listTrash: async () => world.conversations.filter(({ trashedAt }) => trashedAt !== undefined),
    async searchConversations(query) {
      const hits = world.conversations
        .filter(({ title }) => `${title}the old ferry`.toLowerCase().includes(query.toLowerCase()))
        .map((conversation) => ({
          conversation,
          at: conversation.updatedAt,
          snippet: '… the old ferry was repaired by the harbour office …',
          matches: [[6, 9]] as const,
        }))
      return { hits, isPartial: world.options.has('partial'), ...(hits.length === 0 && { suggestion: 'ferry' }) }
    },
    nextPassage: async () => null,
    renameConversation: async (id, title) => world.changeConversation(id, { title }),
    trashConversation: async (id) => world.changeConversation(id, { trashedAt: Date.now() }),
    restoreConversation: async (id) => world.changeConversation(id, { trashedAt: undefined }),
    async emptyTrash() {
      const trash = world.conversations.filter(({ trashedAt }) => trashedAt !== undefined)
      world.conversations = world.conversations.filter(({ trashedAt }) => trashedAt === undefined)
      for (const { id } of trash) world.emit('conversationRemoved', { id })
      return true
    },
    saveDraft: async () => {},
    loadDraft: async () => ({
      text: world.options.get('draft') ?? '',
      documents: world.options.has('attached') ? attached : [],
    }),
    saveEdit: async () => {},
  }
}
