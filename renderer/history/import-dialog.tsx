import './import-dialog.css'
import type { ImportPreview } from '../../contract/history.js'
import { closePreview, runImport, useHistory } from '../stores/history.js'
import { Button } from '../ui/button.js'
import { Dialog, DialogClose, DialogTitle } from '../ui/dialog.js'
import { addedWords, skippedWords, unchangedWords } from './import-words.js'

/** Says what an import would add and what it would skip, before it is done. */
export function ImportDialog() {
  const preview = useHistory((state) => state.preview)
  const isImporting = useHistory((state) => state.isImporting)
  return (
    <Dialog isOpen={preview !== null} onClose={() => !isImporting && closePreview()} className="import-dialog">
      {preview && <Preview preview={preview} isImporting={isImporting} />}
    </Dialog>
  )
}

interface PreviewProps {
  readonly preview: ImportPreview
  readonly isImporting: boolean
}

function Preview({ preview, isImporting }: PreviewProps) {
  const unchanged = unchangedWords(preview)
  const isEmpty = preview.messages === 0 && preview.conversations === 0
  return (
    <>
      <DialogTitle>Import “{preview.fileName}”</DialogTitle>
      <p>{addedWords(preview)}</p>
      {unchanged !== '' && <p>{unchanged}</p>}
      {preview.skipped.length > 0 && (
        <>
          <p>{skippedWords(preview)}</p>
          <ul className="import-skipped">
            {preview.skipped.map(({ entry, reason }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and entries may have one name
              <li key={place}>
                <bdi>{entry}</bdi>: {reason}
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="import-choices">
        <DialogClose>
          <Button disabled={isImporting}>{isEmpty ? 'Close' : 'Cancel'}</Button>
        </DialogClose>
        {!isEmpty && (
          <Button kind="primary" data-first-focus disabled={isImporting} onClick={() => void runImport()}>
            {isImporting ? 'Importing…' : 'Import'}
          </Button>
        )}
      </div>
    </>
  )
}
