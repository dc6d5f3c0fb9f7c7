import './drag-out.css'
import { GripVertical } from 'lucide-react'
import { createContext, type DragEvent, use } from 'react'
import type { DragSource } from '../../contract/drag-out.js'

/** Has main drag a file. A context, because `ui/` must not import the bridge. */
export const DragOutContext = createContext<(source: DragSource) => void>(() => {})

/** What can be dragged out of the window as a file. With the keyboard, Export and Copy do the same. */
export function DragOut({ source }: { readonly source: DragSource }) {
  const dragOut = use(DragOutContext)
  const begin = (event: DragEvent) => {
    event.preventDefault()
    dragOut(source)
  }
  return (
    <span className="drag-out" draggable aria-hidden="true" data-tip="Drag out as a file" onDragStart={begin}>
      <GripVertical />
    </span>
  )
}
