import { openConversation } from '../stores/conversations.js'
import { useFolders } from '../stores/folders.js'
import { placeConversations } from '../stores/order.js'
import { clearSelection } from '../stores/selection.js'
import { plural } from '../ui/words.js'

/** What a user does with conversations in the sidebar. Each is one step that can be taken back. */

export function pin(ids: readonly string[], isPinned: boolean): void {
  placeConversations(ids, { isPinned }, isPinned ? 'Pin' : 'Unpin')
}

export function archive(ids: readonly string[], isArchived: boolean): void {
  const what = ids.length === 1 ? '' : `${plural(ids.length, 'conversation')} `
  const said = isArchived ? `${what}${what ? 'archived' : 'Archived'}` : undefined
  placeConversations(ids, { isArchived }, isArchived ? 'Archive' : 'Unarchive', said)
  clearSelection()
}

export function moveToFolder(ids: readonly string[], folderId: string | null): void {
  const name = useFolders.getState().folders.find(({ id }) => id === folderId)?.name
  placeConversations(ids, { folderId }, name === undefined ? 'Move' : `Move to “${name}”`)
  clearSelection()
}

/** Selected rows are one unit until the user opens a single one. */
export function openAlone(id: string): void {
  clearSelection()
  openConversation(id)
}
