import { type RefCallback, useCallback, useState, useSyncExternalStore } from 'react'

/** The width inside of an element's padding, in CSS pixels; 0 before it is on screen. */
export function useInnerWidth(): readonly [RefCallback<HTMLElement>, number] {
  const [width, setWidth] = useState(0)
  const observe = useCallback((element: HTMLElement | null) => {
    if (!element) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [observe, width]
}

/** Pixels of the screen per CSS pixel, also after the window has moved to another screen. */
export const usePixelRatio = () => useSyncExternalStore(onPixelRatio, () => window.devicePixelRatio)

function onPixelRatio(listener: () => void): () => void {
  const query = window.matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
