import type { DragEvent } from 'react'
import { targetsOf } from '../stores/selection.js'
import { moveToTrash } from './move-to-trash.js'
import { archive, moveToFolder, pin } from './order-actions.js'
import { folderOfKey } from './sidebar-rows.js'

/** The kind of what is dragged: ids of conversations. */
const kind = 'application/x-parley-conversations'

export const isDragged = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes(kind)

/** Drags a row, or the selection that it is in. */
export function beginDrag({ dataTransfer }: DragEvent, id: string): void {
  dataTransfer.setData(kind, JSON.stringify(targetsOf(id)))
  dataTransfer.effectAllowed = 'move'
}

export type DropPlace = { readonly folderId: string | null } | 'pinned' | 'archive' | 'trash'

/** What is under the pointer: a folder's row, the pinned ones, or the rest of the list, which is in no folder. */
export function placeUnder(target: EventTarget): DropPlace {
  const element = target as HTMLElement
  const folderId = folderOfKey(element.closest<HTMLElement>('[data-row]')?.dataset.row ?? '')
  if (folderId !== undefined) return { folderId }
  const inFolder = element.closest<HTMLElement>('[data-folder]')?.dataset.folder
  if (inFolder !== undefined) return { folderId: inFolder }
  return element.closest('[aria-label=Pinned]') ? 'pinned' : { folderId: null }
}

export function drop(event: DragEvent, place: DropPlace): void {
  event.preventDefault()
  const ids = JSON.parse(event.dataTransfer.getData(kind) || '[]') as readonly string[]
  if (place === 'trash') moveToTrash(ids)
  else if (place === 'archive') archive(ids, true)
  else if (place === 'pinned') pin(ids, true)
  else moveToFolder(ids, place.folderId)
}
