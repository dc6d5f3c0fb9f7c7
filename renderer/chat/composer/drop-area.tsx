import './drop-area.css'
import { FilePlus2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { commonKinds, maxDocumentSize } from '../../../contract/documents.js'
import { hasFiles, takeDrop } from '../../documents/take-drop.js'
import { rowOf } from '../../sidebar/conversation-row.js'
import { isTrashOpen, useConversations } from '../../stores/conversations.js'

/** Accepts drops anywhere in the window, so that a drop never navigates. */
export function DropArea() {
  const { isDragging, rowId } = useDrop()
  const isTrashed = useConversations(isTrashOpen)
  useEffect(() => {
    const row = rowId === undefined ? null : rowOf(rowId)
    row?.setAttribute('data-drop', '')
    return () => row?.removeAttribute('data-drop')
  }, [rowId])
  const title = useConversations(({ conversations }) => conversations.find(({ id }) => id === rowId)?.title)
  if (!isDragging || (isTrashed && title === undefined)) return null
  return (
    <section className="drop-area" aria-label="Drop to add">
      <div className="drop-area-sign">
        <FilePlus2 />
        <p>{title === undefined ? 'Drop to add' : `Drop to add to “${title}”`}</p>
        <p className="drop-area-kinds">
          {commonKinds}, up to {maxDocumentSize} each
        </p>
      </div>
    </section>
  )
}

interface Drop {
  readonly isDragging: boolean
  /** The conversation of the sidebar that the pointer is on. */
  readonly rowId?: string | undefined
}

/** The conversation of the sidebar under the pointer, without those in the Trash. */
function rowUnder({ target }: DragEvent): string | undefined {
  const row = target instanceof Element ? target.closest<HTMLElement>('nav [data-row]') : null
  const { conversations } = useConversations.getState()
  return conversations.find(({ id }) => id === row?.dataset.row)?.id
}

function useDrop(): Drop {
  const [drop, setDrop] = useState<Drop>({ isDragging: false })
  useEffect(() => {
    // Every element fires enter and leave, in any order; a count shows when the pointer leaves the window.
    let enteredCount = 0
    const endDrag = () => {
      enteredCount = 0
      setDrop({ isDragging: false })
    }
    const onEnter = (event: DragEvent) => {
      event.preventDefault()
      enteredCount++
      const isDragging = hasFiles(event.dataTransfer)
      setDrop({ isDragging, rowId: isDragging ? rowUnder(event) : undefined })
    }
    const onLeave = () => {
      enteredCount = Math.max(0, enteredCount - 1)
      if (enteredCount === 0) setDrop({ isDragging: false })
    }
    const onOver = (event: DragEvent) => {
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    }
    const onDrop = (event: DragEvent) => {
      event.preventDefault()
      endDrag()
      if (event.dataTransfer) takeDrop(event.dataTransfer, rowUnder(event))
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
  return drop
}
