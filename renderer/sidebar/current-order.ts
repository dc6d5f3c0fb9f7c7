import type { Conversation } from '../../contract/chat.js'
import { useConversations } from '../stores/conversations.js'
import { useFolders } from '../stores/folders.js'
import { useView } from '../stores/view.js'
import { conversationsOf, sidebarSections } from './sidebar-rows.js'

/** The conversations as the sidebar lists them, from above. */
export function currentOrder(): readonly Conversation[] {
  const { conversations } = useConversations.getState()
  const { folders } = useFolders.getState()
  return conversationsOf(sidebarSections({ conversations, folders, view: useView.getState().view, now: new Date() }))
}
