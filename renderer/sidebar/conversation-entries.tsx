import {
  AppWindow,
  Archive,
  ArchiveRestore,
  CircleX,
  Columns2,
  FolderInput,
  FolderPlus,
  Pencil,
  Pin,
  PinOff,
  Save,
  Trash2,
  X,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { isTemporary } from '../../contract/chat.js'
import { type ContextCommand, contextLabels } from '../../contract/context-menu.js'
import { openInNewWindow } from '../stores/conversations.js'
import { addFolder } from '../stores/folders.js'
import { cancelRun, useModels } from '../stores/models.js'
import { allOf } from '../stores/order.js'
import { waitingEntry } from '../stores/queue-places.js'
import { closeTemporary, keepTemporary } from '../stores/temporary.js'
import { chooseFolderFor, startRenaming } from '../stores/view.js'
import type { MenuEntry } from '../ui/menu.js'
import { shortcut } from '../ui/platform.js'
import { moveToTrash } from './move-to-trash.js'
import { archive, pin } from './order-actions.js'

/** An entry of the menu in the title, and of the native one of a row. */
export interface RowEntry extends MenuEntry {
  readonly command: ContextCommand
}

export const rowEntry = (command: ContextCommand, icon: ReactNode, run: () => void, keys?: string): RowEntry => ({
  command,
  label: contextLabels[command],
  icon,
  run,
  ...(keys !== undefined && { shortcut: keys }),
})

/** The menu entries of conversations, the same in the sidebar and in the title. */
export function conversationEntries(
  ids: readonly string[],
  where: 'sidebar' | 'title',
  platform: string,
): readonly RowEntry[] {
  const [id, ...others] = ids
  if (id === undefined) return []
  if (others.length === 0 && isTemporary(id))
    return [
      rowEntry('keep-temporary', <Save />, () => void keepTemporary(id)),
      rowEntry('close-temporary', <X />, () => void closeTemporary(id)),
      ...windowEntries(id),
    ]
  const conversations = allOf(ids)
  const isPinned = conversations.every((conversation) => conversation.isPinned)
  const isArchived = conversations.every((conversation) => conversation.isArchived)
  return [
    ...(others.length === 0 ? waitingEntries(id) : []),
    ...(others.length === 0 ? [rowEntry('rename', <Pencil />, () => startRenaming(id, where))] : []),
    rowEntry(isPinned ? 'unpin' : 'pin', isPinned ? <PinOff /> : <Pin />, () => pin(ids, !isPinned)),
    rowEntry('move-to-folder', <FolderInput />, () => chooseFolderFor(ids)),
    rowEntry('new-folder', <FolderPlus />, () => void addFolder(ids)),
    rowEntry(isArchived ? 'unarchive' : 'archive', isArchived ? <ArchiveRestore /> : <Archive />, () =>
      archive(ids, !isArchived),
    ),
    ...(others.length === 0 ? windowEntries(id) : []),
    rowEntry('trash', <Trash2 />, () => moveToTrash(ids), shortcut(platform, 'command', 'backspace')),
  ]
}

const windowEntries = (id: string): readonly RowEntry[] => [
  rowEntry('open-in-window', <AppWindow />, () => openInNewWindow(id)),
  rowEntry('open-beside', <Columns2 />, () => openInNewWindow(id, true)),
]

function waitingEntries(id: string): readonly RowEntry[] {
  const waiting = waitingEntry(useModels.getState().queue, id)
  return waiting ? [rowEntry('leave-line', <CircleX />, () => cancelRun(waiting.id))] : []
}
