import { ChevronRight } from 'lucide-react'
import { renameFolder, toggleFolder } from '../stores/folders.js'
import { endRenamingFolder } from '../stores/view.js'
import { drawThenFocus } from '../ui/focus.js'
import { InlineEdit } from '../ui/inline-edit.js'
import { formatNumber } from '../ui/words.js'
import { rowOf } from './conversation-row.js'
import type { RowPlace } from './sectioned-list.js'
import type { FolderEntry } from './sidebar-rows.js'

interface FolderRowProps {
  readonly entry: FolderEntry
  readonly isReachable: boolean
  readonly isRenaming: boolean
  readonly place: RowPlace
}

export function FolderRow({ entry, isReachable, isRenaming, place }: FolderRowProps) {
  const { folder, depth, isOpen, count, key } = entry
  if (isRenaming) {
    return (
      <li className="row row-edit" {...place} data-depth={depth}>
        <InlineEdit
          label="Folder name"
          value={folder.name}
          onSave={(name) => renameFolder(folder, name)}
          onEnd={(isLeft) => (isLeft ? endRenamingFolder() : drawThenFocus(endRenamingFolder, () => rowOf(key)))}
        />
      </li>
    )
  }
  return (
    <li className="row" {...place} data-depth={depth}>
      <button
        type="button"
        className="row-button row-folder"
        data-row={key}
        aria-expanded={isOpen}
        tabIndex={isReachable ? 0 : -1}
        title={folder.name}
        onClick={() => toggleFolder(folder.id)}
      >
        <ChevronRight className="row-chevron" />
        <span className="row-title" dir="auto">
          {folder.name}
        </span>
        <span className="row-place number" aria-hidden>
          {formatNumber(count)}
        </span>
      </button>
    </li>
  )
}
