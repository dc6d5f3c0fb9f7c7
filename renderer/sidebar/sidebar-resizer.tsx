import type { KeyboardEvent, PointerEvent } from 'react'
import { initialView, maxSidebarPixels, minSidebarPixels } from '../../contract/view.js'
import { resizeSidebar } from '../stores/view.js'

const stepPixels = 10

export function SidebarResizer({ width }: { readonly width: number }) {
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) resizeSidebar(event.clientX)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = {
      ArrowLeft: width - stepPixels,
      ArrowRight: width + stepPixels,
      Home: minSidebarPixels,
      End: maxSidebarPixels,
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    resizeSidebar(next)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a movable separator is no thematic break
    <div
      className="sidebar-resizer"
      role="separator"
      aria-orientation="vertical"
      aria-label="Sidebar width"
      aria-valuenow={width}
      aria-valuemin={minSidebarPixels}
      aria-valuemax={maxSidebarPixels}
      aria-valuetext={`${width} pixels`}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onDoubleClick={() => resizeSidebar(initialView.sidebarWidth)}
      onKeyDown={onKeyDown}
    />
  )
}
