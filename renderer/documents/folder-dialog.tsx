import './folder-dialog.css'
import { addFolder, closeFolder, type FolderToAdd, useAdding } from '../stores/adding-files.js'
import { Button } from '../ui/button.js'
import { Dialog, DialogClose, DialogTitle } from '../ui/dialog.js'
import { plural } from '../ui/words.js'
import { folderWords, unreadableWords } from './folder-words.js'

/** Asks what to do with the files of a folder. */
export function FolderDialog() {
  const folder = useAdding(({ folders }) => folders[0])
  return (
    <Dialog isOpen={folder !== undefined} onClose={() => folder && closeFolder(folder.id)} className="folder-dialog">
      {folder && <Question folder={folder} />}
    </Dialog>
  )
}

function Question({ folder }: { readonly folder: FolderToAdd }) {
  const { summary } = folder
  const left = unreadableWords(summary)
  return (
    <>
      <DialogTitle>Add the folder “{summary.name}”</DialogTitle>
      <p>{folderWords(summary)}</p>
      {left !== '' && <p>{left}</p>}
      <div className="folder-dialog-choices">
        <Button kind="primary" data-first-focus onClick={() => addFolder(folder, true)}>
          Ask about all {plural(summary.count, 'file')} together
        </Button>
        <Button onClick={() => addFolder(folder, false)}>One conversation for each</Button>
        <DialogClose>
          <Button>Cancel</Button>
        </DialogClose>
      </div>
    </>
  )
}
