import { type RefObject, useEffect } from 'react'
import { pinched } from './zoom.js'

/** Zooms with two fingers on the trackpad, or with Ctrl and the wheel: Chromium reports both alike. */
export function usePinch(
  frame: RefObject<HTMLElement | null>,
  onZoom: (change: (zoom: number) => number) => void,
): void {
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return
      event.preventDefault()
      onZoom((zoom) => pinched(zoom, event.deltaY))
    }
    // React's own listener could not prevent the scroll.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  })
}
