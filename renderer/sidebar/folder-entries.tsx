import { FolderPlus, Pencil, SlidersHorizontal, SquarePen, Trash2 } from 'lucide-react'
import { composerField } from '../chat/composer/composer-field.js'
import { newConversation } from '../stores/conversations.js'
import { addFolder, removeFolder, useFolders } from '../stores/folders.js'
import { editProject, startRenamingFolder } from '../stores/view.js'
import { drawThenFocus } from '../ui/focus.js'
import type { MenuEntry } from '../ui/menu.js'

/** The menu entries of a folder. What it holds stays when it is deleted. */
export function folderEntries(id: string): readonly MenuEntry[] {
  const folder = useFolders.getState().folders.find((other) => other.id === id)
  if (!folder) return []
  return [
    {
      label: 'New Chat Here',
      icon: <SquarePen />,
      run: () => drawThenFocus(() => newConversation(id), composerField),
    },
    { label: 'Rename', icon: <Pencil />, run: () => startRenamingFolder(id) },
    { label: 'Project…', icon: <SlidersHorizontal />, run: () => editProject(id) },
    ...(folder.parentId === undefined
      ? [{ label: 'New Folder', icon: <FolderPlus />, run: () => void addFolder([], id) } satisfies MenuEntry]
      : []),
    { label: 'Delete Folder', icon: <Trash2 />, run: () => removeFolder(folder) },
  ]
}
