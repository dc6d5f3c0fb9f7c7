import './drop-area.css'
import { FilePlus2 } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { commonKinds, maxDocumentSize } from '../../../contract/documents.js'
import { readDrop } from '../../documents/read-drop.js'
import { hasFiles, takeDrop, takeFolder } from '../../documents/take-drop.js'
import { rowOf } from '../../sidebar/conversation-row.js'
import { findConversation } from '../../stores/conversation-list.js'
import { isTrashOpen, useConversations } from '../../stores/conversations.js'

/** Accepts drops anywhere in the window, so that a drop never navigates. */
export function DropArea() {
  const input = useRef<HTMLInputElement>(null)
  const { isDragging, rowId } = useDrop(input)
  const isTrashed = useConversations(isTrashOpen)
  useEffect(() => {
    const row = rowId === undefined ? null : rowOf(rowId)
    row?.setAttribute('data-drop', '')
    return () => row?.removeAttribute('data-drop')
  }, [rowId])
  const title = useConversations(({ conversations }) => findConversation(conversations, rowId)?.title)
  return (
    <>
      {/* It catches a folder: the page's own origin may not list one, but the browser lists it for a field of folders. */}
      <input
        ref={input}
        type="file"
        className="drop-area-field"
        aria-hidden="true"
        tabIndex={-1}
        data-dragging={isDragging}
      />
      {isDragging && (!isTrashed || title !== undefined) && (
        <section className="drop-area" aria-label="Drop to add">
          <div className="drop-area-sign">
            <FilePlus2 />
            <p>{title === undefined ? 'Drop to add' : `Drop to add to “${title}”`}</p>
            <p className="drop-area-kinds">
              {commonKinds}, up to {maxDocumentSize} each
            </p>
          </div>
        </section>
      )}
    </>
  )
}

interface Drop {
  readonly isDragging: boolean
  /** The conversation of the sidebar that the pointer is on. */
  readonly rowId?: string | undefined
}

/** The conversation of the sidebar under the pointer, without those in the Trash. */
function rowUnder({ clientX, clientY }: DragEvent): string | undefined {
  const rows = document
    .elementsFromPoint(clientX, clientY)
    .map((element) => element.closest<HTMLElement>('nav [data-row]'))
  const rowId = rows.find((row) => row !== null)?.dataset.row
  return findConversation(useConversations.getState().conversations, rowId)?.id
}

function useDrop(input: RefObject<HTMLInputElement | null>): Drop {
  const [drop, setDrop] = useState<Drop>({ isDragging: false })
  useEffect(() => {
    // Every element fires enter and leave, in any order; a count shows when the pointer leaves the window.
    let enteredCount = 0
    const field = input.current
    // Without this a drop is the page's alone, and the field never gets a folder.
    const keepFromField = (event: DragEvent) => {
      if (event.target !== field) event.preventDefault()
    }
    const endDrag = () => {
      enteredCount = 0
      setDrop({ isDragging: false })
    }
    const onEnter = (event: DragEvent) => {
      keepFromField(event)
      enteredCount++
      const isDragging = hasFiles(event.dataTransfer)
      setDrop({ isDragging, rowId: isDragging ? rowUnder(event) : undefined })
    }
    const onLeave = () => {
      enteredCount = Math.max(0, enteredCount - 1)
      if (enteredCount === 0) setDrop({ isDragging: false })
    }
    const onOver = (event: DragEvent) => {
      keepFromField(event)
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
      const rowId = hasFiles(event.dataTransfer) ? rowUnder(event) : undefined
      setDrop((before) => (before.rowId === rowId ? before : { ...before, rowId }))
    }
    let droppedOn: string | undefined
    const onDrop = (event: DragEvent) => {
      const { dataTransfer, target } = event
      droppedOn = rowUnder(event)
      // The field takes a folder, and then has its files.
      const isForField = target === field && dataTransfer !== null && isOneFolder(dataTransfer)
      if (!isForField) event.preventDefault()
      endDrag()
      if (dataTransfer && !isForField) takeDrop(dataTransfer, droppedOn)
    }
    const onFolder = () => {
      const files = [...(field?.files ?? [])]
      if (field) field.value = ''
      takeFolder(files, droppedOn)
    }
    // With one file only it would refuse several, which are for the page.
    if (field) Object.assign(field, { webkitdirectory: true, multiple: true })
    field?.addEventListener('change', onFolder)
    window.addEventListener('dragenter', onEnter)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('dragover', onOver)
    window.addEventListener('drop', onDrop)
    window.addEventListener('blur', endDrag)
    return () => {
      field?.removeEventListener('change', onFolder)
      window.removeEventListener('dragenter', onEnter)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('drop', onDrop)
      window.removeEventListener('blur', endDrag)
    }
  }, [input])
  return drop
}

function isOneFolder(transfer: DataTransfer): boolean {
  const { files, folders } = readDrop(transfer)
  return files.length === 0 && folders.length === 1
}
