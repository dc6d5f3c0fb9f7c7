import { conversationEntries } from '../sidebar/conversation-entries.js'
import { folderEntries } from '../sidebar/folder-entries.js'
import { folderOfKey } from '../sidebar/sidebar-rows.js'
import { findConversation } from '../stores/conversation-list.js'
import { openConversationOf, useConversations } from '../stores/conversations.js'
import { targetsOf } from '../stores/selection.js'
import { deleteForGood, restoreConversation } from '../stores/trash.js'
import type { ContextActions } from './context-actions.js'

/** What can be done with a row of the sidebar, or with the title of the open conversation. */
export function rowActions(element: Element, platform: string): ContextActions {
  const key = element.closest<HTMLElement>('nav [data-row]')?.dataset.row
  if (key !== undefined) return actionsOf(key, platform)
  const open = openConversationOf(useConversations.getState())
  if (!open || !element.closest('.toolbar-title h1')) return {}
  return open.trashedAt === undefined ? asActions(conversationEntries([open.id], 'title', platform)) : inTrash(open.id)
}

function actionsOf(key: string, platform: string): ContextActions {
  const folder = folderOfKey(key)
  if (folder !== undefined) return asActions(folderEntries(folder))
  const isTrashed = findConversation(useConversations.getState().trash, key) !== undefined
  return isTrashed ? inTrash(key) : asActions(conversationEntries(targetsOf(key), 'sidebar', platform))
}

const inTrash = (id: string): ContextActions => ({
  restore: () => restoreConversation(id),
  'delete-for-good': () => deleteForGood(id),
})

const asActions = (entries: ReturnType<typeof conversationEntries>): ContextActions =>
  Object.fromEntries(entries.map(({ command, run }) => [command, run]))
