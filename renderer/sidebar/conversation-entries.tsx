import { CircleX, Pencil, Trash2 } from 'lucide-react'
import { cancelRun, useModels } from '../stores/models.js'
import { waitingEntry } from '../stores/queue-places.js'
import { startRenaming } from '../stores/view.js'
import type { MenuEntry } from '../ui/menu.js'
import { shortcut } from '../ui/platform.js'
import { moveToTrash } from './move-to-trash.js'

/** The menu entries of a conversation, the same in the sidebar and in the title. */
export const conversationEntries = (id: string, where: 'sidebar' | 'title', platform: string): readonly MenuEntry[] => [
  ...cancelEntries(id),
  { label: 'Rename', icon: <Pencil />, run: () => startRenaming(id, where) },
  {
    label: 'Move to Trash',
    icon: <Trash2 />,
    shortcut: shortcut(platform, 'command', 'backspace'),
    run: () => moveToTrash(id),
  },
]

function cancelEntries(id: string): readonly MenuEntry[] {
  const waiting = waitingEntry(useModels.getState().queue, id)
  if (!waiting) return []
  return [{ label: 'Leave the line', icon: <CircleX />, run: () => cancelRun(waiting.id) }]
}
