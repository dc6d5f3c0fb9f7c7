import './folder-choice.css'
import { Folder as FolderIcon, FolderMinus, FolderPlus } from 'lucide-react'
import { addFolder, useFolders } from '../stores/folders.js'
import { allOf } from '../stores/order.js'
import { chooseFolderFor, useView } from '../stores/view.js'
import { Dialog, DialogTitle } from '../ui/dialog.js'
import { plural } from '../ui/words.js'
import { moveToFolder } from './order-actions.js'

/** Asks into which folder conversations go. */
export function FolderChoice() {
  const ids = useView(({ moving }) => moving)
  const close = () => chooseFolderFor(null)
  return (
    <Dialog isOpen={ids !== null} onClose={close} className="folder-choice">
      {ids !== null && <Choices ids={ids} close={close} />}
    </Dialog>
  )
}

function Choices({ ids, close }: { readonly ids: readonly string[]; readonly close: () => void }) {
  const folders = useFolders((state) => state.folders)
  const conversations = allOf(ids)
  const current = new Set(conversations.map(({ folderId }) => folderId))
  const choose = (act: () => void) => () => {
    close()
    act()
  }
  const top = folders.filter(({ parentId }) => parentId === undefined)
  const inOrder = top.flatMap((folder) => [folder, ...folders.filter(({ parentId }) => parentId === folder.id)])
  return (
    <>
      <DialogTitle>Move to Folder</DialogTitle>
      <p className="folder-choice-what" dir="auto">
        {ids.length === 1 ? conversations[0]?.title : plural(ids.length, 'conversation')}
      </p>
      <ul className="folder-choice-list" aria-label="Folders">
        {inOrder.map(({ id, name, parentId }, index) => (
          <li key={id}>
            <button
              type="button"
              className="folder-choice-row"
              data-depth={parentId === undefined ? 0 : 1}
              data-first-focus={index === 0 || undefined}
              disabled={current.size === 1 && current.has(id)}
              onClick={choose(() => moveToFolder(ids, id))}
            >
              <FolderIcon />
              <span dir="auto">{name}</span>
            </button>
          </li>
        ))}
        <li>
          <button
            type="button"
            className="folder-choice-row"
            disabled={current.size === 1 && current.has(undefined)}
            onClick={choose(() => moveToFolder(ids, null))}
          >
            <FolderMinus />
            No folder
          </button>
        </li>
        <li>
          <button
            type="button"
            className="folder-choice-row"
            data-first-focus={inOrder.length === 0 || undefined}
            onClick={choose(() => void addFolder(ids))}
          >
            <FolderPlus />
            New folder
          </button>
        </li>
      </ul>
    </>
  )
}
