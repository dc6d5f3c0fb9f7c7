import { Download, FolderPlus, Pencil, SlidersHorizontal, SquarePen, Trash2 } from 'lucide-react'
import { type ExportFormat, exportFormats } from '../../contract/history.js'
import { composerField } from '../chat/composer/composer-field.js'
import { newConversation } from '../stores/conversations.js'
import { addFolder, removeFolder, useFolders } from '../stores/folders.js'
import { exportFolder } from '../stores/history.js'
import { editProject, startRenamingFolder } from '../stores/view.js'
import { drawThenFocus } from '../ui/focus.js'
import type { MenuEntry } from '../ui/menu.js'

const formats = Object.keys(exportFormats) as readonly ExportFormat[]

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
    ...formats.map(
      (format): MenuEntry => ({
        label: `Export as ${exportFormats[format].label}…`,
        icon: <Download />,
        run: () => void exportFolder(id, format),
      }),
    ),
    { label: 'Delete Folder', icon: <Trash2 />, run: () => removeFolder(folder) },
  ]
}
