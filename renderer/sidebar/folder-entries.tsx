import { FolderPlus, Pencil, Trash2 } from 'lucide-react'
import { addFolder, removeFolder, useFolders } from '../stores/folders.js'
import { startRenamingFolder } from '../stores/view.js'
import { type RowEntry, rowEntry } from './conversation-entries.js'

/** The menu entries of a folder. What it holds stays when it is deleted. */
export function folderEntries(id: string): readonly RowEntry[] {
  const folder = useFolders.getState().folders.find((other) => other.id === id)
  if (!folder) return []
  return [
    rowEntry('rename', <Pencil />, () => startRenamingFolder(id)),
    ...(folder.parentId === undefined ? [rowEntry('new-folder', <FolderPlus />, () => void addFolder([], id))] : []),
    rowEntry('delete-folder', <Trash2 />, () => removeFolder(folder)),
  ]
}
