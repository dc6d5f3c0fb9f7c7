import { type Conversation, type ListPlace, maxListed } from '../../contract/chat.js'
import type { Folder } from '../../contract/order.js'
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
  | 'beginTemporary'
  | 'keepTemporary'
  | 'closeTemporary'
  | 'deleteForGood'
  | 'placeConversations'
  | 'listFolders'
  | 'saveFolder'
  | 'removeFolder'
  | 'saveDraft'
  | 'loadDraft'
  | 'saveEdit'

/** As main lists them: so many at once, after the last one that is known. */
const pageAfter = (all: readonly Conversation[], after: ListPlace | undefined) =>
  all.slice(after ? all.findIndex(({ id }) => id === after.id) + 1 : 0).slice(0, maxListed)

export function conversationRequests(world: World): Pick<Requests, ConversationRequestName> {
  const change = (ids: string | readonly string[], changed: Partial<Conversation>) => {
    for (const id of typeof ids === 'string' ? [ids] : ids) world.changeConversation(id, changed)
  }
  const setFolders = (folders: readonly Folder[]) => {
    world.folders = folders
    world.emit('foldersChanged', folders)
  }
  return {
    listConversations: async (after) =>
      pageAfter(
        world.conversations.filter(({ trashedAt }) => trashedAt === undefined),
        after,
      ),
    listTrash: async (after) =>
      pageAfter(
        world.conversations.filter(({ trashedAt }) => trashedAt !== undefined),
        after,
      ),
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
    trashConversation: async (ids) => change(ids, { trashedAt: Date.now() }),
    restoreConversation: async (ids) => change(ids, { trashedAt: undefined }),
    async placeConversations(ids, placement) {
      change(ids, 'folderId' in placement ? { folderId: placement.folderId ?? undefined } : placement)
    },
    listFolders: async () => world.folders,
    saveFolder: async (folder) => setFolders([...world.folders.filter(({ id }) => id !== folder.id), folder]),
    removeFolder: async (id) => setFolders(world.folders.filter((folder) => folder.id !== id)),
    async deleteForGood(id) {
      world.conversations = world.conversations.filter((conversation) => conversation.id !== id)
      world.emit('conversationsRemoved', [id])
      return true
    },
    async emptyTrash() {
      const trash = world.conversations.filter(({ trashedAt }) => trashedAt !== undefined)
      world.conversations = world.conversations.filter(({ trashedAt }) => trashedAt === undefined)
      world.emit(
        'conversationsRemoved',
        trash.map(({ id }) => id),
      )
      return true
    },
    beginTemporary: async () => 'temporary-1',
    keepTemporary: async () => 'c1',
    closeTemporary: async () => true,
    saveDraft: async () => {},
    loadDraft: async () => ({
      text: world.options.get('draft') ?? '',
      documents: world.options.has('attached') ? attached : [],
    }),
    saveEdit: async () => {},
  }
}
