import type { Folder } from '../../../contract/order.js'
import type { RequestHandlers } from '../../../contract/requests.js'
import type { Store } from '../store/store.js'
import { asFolder, asId, asIds, asPlacement } from './arguments.js'

export interface OrderOptions {
  readonly store: Pick<Store, 'conversations' | 'folders'>
  readonly onConversation: (...ids: readonly string[]) => void
  readonly onFolders: (folders: readonly Folder[]) => void
  /** What a project gives to conversations may have changed: to these, or to any. */
  readonly onConversationSettings: (ids?: readonly string[]) => void
}

/** The order that a person makes: folders, what is pinned, what is archived. */
export function createOrderRequests({ store, onConversation, onFolders, onConversationSettings }: OrderOptions) {
  const { conversations, folders } = store

  return {
    async placeConversations(ids, placement) {
      const placed = asIds(ids)
      conversations.place(placed, asPlacement(placement))
      onConversation(...placed)
      onConversationSettings()
    },
    listFolders: async () => folders.list(),
    async saveFolder(folder) {
      folders.save(asFolder(folder))
      onFolders(folders.list())
      onConversationSettings()
    },
    async removeFolder(id) {
      const inside = conversations.idsInFolder(asId(id))
      folders.remove(id)
      onFolders(folders.list())
      onConversation(...inside)
      onConversationSettings()
    },
  } satisfies Partial<RequestHandlers>
}
