import { Download, FolderPlus, Pencil, SlidersHorizontal, SquarePen, Trash2 } from 'lucide-react'
import { type ExportFormat, exportFormats } from '../../contract/history.js'
import { composerField } from '../chat/composer/composer-field.js'
import { newConversation } from '../stores/conversations.js'
import { addFolder, removeFolder, useFolders } from '../stores/folders.js'
import { exportFolder } from '../stores/history.js'
import { editProject, startRenamingFolder } from '../stores/view.js'
import { drawThenFocus } from '../ui/focus.js'
import { type RowEntry, rowEntry } from './conversation-entries.js'

const formats = Object.keys(exportFormats) as readonly ExportFormat[]

/** The menu entries of a folder. What it holds stays when it is deleted. */
export function folderEntries(id: string): readonly RowEntry[] {
  const folder = useFolders.getState().folders.find((other) => other.id === id)
  if (!folder) return []
  return [
    rowEntry('new-chat-here', <SquarePen />, () => drawThenFocus(() => newConversation(id), composerField)),
    rowEntry('rename', <Pencil />, () => startRenamingFolder(id)),
    rowEntry('edit-project', <SlidersHorizontal />, () => editProject(id)),
    ...(folder.parentId === undefined ? [rowEntry('new-folder', <FolderPlus />, () => void addFolder([], id))] : []),
    ...formats.map((format) => rowEntry(`export-${format}`, <Download />, () => void exportFolder(id, format))),
    rowEntry('delete-folder', <Trash2 />, () => removeFolder(folder)),
  ]
}
