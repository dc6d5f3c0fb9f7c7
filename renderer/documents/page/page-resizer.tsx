import type { KeyboardEvent, PointerEvent } from 'react'
import { initialView, maxPagePixels, minPagePixels } from '../../../contract/view.js'
import { resizePage } from '../../stores/view.js'

const stepPixels = 10

export function PageResizer({ width }: { readonly width: number }) {
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) resizePage(window.innerWidth - event.clientX)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = {
      ArrowLeft: width + stepPixels,
      ArrowRight: width - stepPixels,
      Home: maxPagePixels,
      End: minPagePixels,
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    resizePage(next)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a movable separator is no thematic break
    <div
      className="page-resizer"
      role="separator"
      aria-orientation="vertical"
      aria-label="Document page width"
      aria-valuenow={width}
      aria-valuemin={minPagePixels}
      aria-valuemax={maxPagePixels}
      aria-valuetext={`${width} pixels`}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onDoubleClick={() => resizePage(initialView.pageWidth)}
      onKeyDown={onKeyDown}
    />
  )
}
