import './drop-area.css'
import { FilePlus2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { kindLabels, maxDocumentSize } from '../../../contract/documents.js'
import { addFiles } from '../../documents/add-files.js'
import { notify } from '../../stores/view.js'
import { takeText } from './take-text.js'

/** The whole window takes what is dropped on it, and nothing that is dropped leads anywhere else. */
export function DropArea() {
  const isDragging = useDrop()
  if (!isDragging) return null
  return (
    <section className="drop-area" aria-label="Drop to add">
      <div className="drop-area-sign">
        <FilePlus2 />
        <p>Drop to add</p>
        <p className="drop-area-kinds">
          {kindLabels}, up to {maxDocumentSize} each
        </p>
      </div>
    </section>
  )
}

const hasFiles = (transfer: DataTransfer | null) => transfer?.types.includes('Files') ?? false

function useDrop(): boolean {
  const [isDragging, setDragging] = useState(false)
  useEffect(() => {
    // Enter and leave are told for each element, and not in this order; a count says whether the window was left.
    let entered = 0
    const end = () => {
      entered = 0
      setDragging(false)
    }
    const onEnter = (event: DragEvent) => {
      event.preventDefault()
      entered++
      setDragging(hasFiles(event.dataTransfer))
    }
    const onLeave = () => {
      entered = Math.max(0, entered - 1)
      if (entered === 0) setDragging(false)
    }
    const onOver = (event: DragEvent) => {
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    }
    const onDrop = (event: DragEvent) => {
      event.preventDefault()
      end()
      if (event.dataTransfer) take(event.dataTransfer)
    }
    window.addEventListener('dragenter', onEnter)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('dragover', onOver)
    window.addEventListener('drop', onDrop)
    window.addEventListener('blur', end)
    return () => {
      window.removeEventListener('dragenter', onEnter)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('drop', onDrop)
      window.removeEventListener('blur', end)
    }
  }, [])
  return isDragging
}

function take(transfer: DataTransfer): void {
  if (!hasFiles(transfer)) {
    const text = transfer.getData('text/plain')
    if (text) takeText(text, 'dropped')
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
