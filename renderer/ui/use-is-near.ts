import { type RefObject, useEffect, useState } from 'react'

/** Applies to the window and to every scroller in it. */
const margin = '800px'

const listeners = new WeakMap<Element, () => void>()
let observer: IntersectionObserver | undefined

/** Whether an element has ever been near the visible part of the window. For work that can wait until then. */
export function useIsNear(element: RefObject<Element | null>): boolean {
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    const target = element.current
    if (!target || isNear) return
    observer ??= new IntersectionObserver(notifyListeners, { rootMargin: margin, scrollMargin: margin })
    listeners.set(target, () => setNear(true))
    observer.observe(target)
    return () => observer?.unobserve(target)
  }, [element, isNear])
  return isNear
}

function notifyListeners(entries: readonly IntersectionObserverEntry[]): void {
  for (const { isIntersecting, target } of entries) if (isIntersecting) listeners.get(target)?.()
}
