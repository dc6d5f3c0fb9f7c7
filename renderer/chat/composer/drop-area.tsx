import './drop-area.css'
import { FilePlus2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { commonKinds, maxDocumentSize } from '../../../contract/documents.js'
import { addFiles } from '../../documents/add-files.js'
import { isTrashOpen, useConversations } from '../../stores/conversations.js'
import { refuseInTrash } from '../../stores/documents.js'
import { notify } from '../../stores/view.js'
import { readTransfer } from '../pasting/read-transfer.js'
import { takeText } from '../pasting/take-text.js'
import { composerField } from './composer-field.js'

/** Accepts drops anywhere in the window, so that a drop never navigates. */
export function DropArea() {
  const isDragging = useDrop()
  const isTrashed = useConversations(isTrashOpen)
  if (!isDragging || isTrashed) return null
  return (
    <section className="drop-area" aria-label="Drop to add">
      <div className="drop-area-sign">
        <FilePlus2 />
        <p>Drop to add</p>
        <p className="drop-area-kinds">
          {commonKinds}, up to {maxDocumentSize} each
        </p>
      </div>
    </section>
  )
}

const hasFiles = (transfer: DataTransfer | null) => transfer?.types.includes('Files') ?? false

function useDrop(): boolean {
  const [isDragging, setDragging] = useState(false)
  useEffect(() => {
    // Every element fires enter and leave, in any order; a count shows when the pointer leaves the window.
    let enteredCount = 0
    const endDrag = () => {
      enteredCount = 0
      setDragging(false)
    }
    const onEnter = (event: DragEvent) => {
      event.preventDefault()
      enteredCount++
      setDragging(hasFiles(event.dataTransfer))
    }
    const onLeave = () => {
      enteredCount = Math.max(0, enteredCount - 1)
      if (enteredCount === 0) setDragging(false)
    }
    const onOver = (event: DragEvent) => {
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    }
    const onDrop = (event: DragEvent) => {
      event.preventDefault()
      endDrag()
      if (event.dataTransfer) takeDrop(event.dataTransfer)
    }
    window.addEventListener('dragenter', onEnter)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('dragover', onOver)
    window.addEventListener('drop', onDrop)
    window.addEventListener('blur', endDrag)
    return () => {
      window.removeEventListener('dragenter', onEnter)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('drop', onDrop)
      window.removeEventListener('blur', endDrag)
    }
  }, [])
  return isDragging
}

function takeDrop(transfer: DataTransfer): void {
  if (refuseInTrash()) return
  if (!hasFiles(transfer)) {
    const dropped = readTransfer(transfer)
    if ('text' in dropped && dropped.text) takeText(dropped.text, 'dropped', composerField())
    return
  }
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const folders = items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry?.isDirectory)
  for (const folder of folders) {
    notify({ message: `${folder?.name} is a folder. Drop the documents that are in it.`, tone: 'warning' })
  }
  const files = items
    .filter((item) => !item.webkitGetAsEntry()?.isDirectory)
    .map((item) => item.getAsFile())
    .filter((file) => file !== null)
  void addFiles(files)
}
