import {
  Archive,
  ArchiveRestore,
  CircleX,
  FolderInput,
  FolderPlus,
  Pencil,
  Pin,
  PinOff,
  Save,
  Trash2,
  X,
} from 'lucide-react'
import { isTemporary } from '../../contract/chat.js'
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

/** The menu entries of conversations, the same in the sidebar and in the title. */
export function conversationEntries(
  ids: readonly string[],
  where: 'sidebar' | 'title',
  platform: string,
): readonly MenuEntry[] {
  const [id, ...others] = ids
  if (id === undefined) return []
  if (others.length === 0 && isTemporary(id))
    return [
      { label: 'Keep', icon: <Save />, run: () => void keepTemporary(id) },
      { label: 'Close', icon: <X />, run: () => void closeTemporary(id) },
    ]
  const conversations = allOf(ids)
  const isPinned = conversations.every((conversation) => conversation.isPinned)
  const isArchived = conversations.every((conversation) => conversation.isArchived)
  return [
    ...(others.length === 0 ? cancelEntries(id) : []),
    ...(others.length === 0
      ? [{ label: 'Rename', icon: <Pencil />, run: () => startRenaming(id, where) } satisfies MenuEntry]
      : []),
    { label: isPinned ? 'Unpin' : 'Pin', icon: isPinned ? <PinOff /> : <Pin />, run: () => pin(ids, !isPinned) },
    { label: 'Move to Folder', icon: <FolderInput />, run: () => chooseFolderFor(ids) },
    { label: 'New Folder', icon: <FolderPlus />, run: () => void addFolder(ids) },
    {
      label: isArchived ? 'Unarchive' : 'Archive',
      icon: isArchived ? <ArchiveRestore /> : <Archive />,
      run: () => archive(ids, !isArchived),
    },
    {
      label: 'Move to Trash',
      icon: <Trash2 />,
      shortcut: shortcut(platform, 'command', 'backspace'),
      run: () => moveToTrash(ids),
    },
  ]
}

function cancelEntries(id: string): readonly MenuEntry[] {
  const waiting = waitingEntry(useModels.getState().queue, id)
  if (!waiting) return []
  return [{ label: 'Leave the line', icon: <CircleX />, run: () => cancelRun(waiting.id) }]
}
