import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Closer to the end than this counts as at the end. */
const nearEnd = 32

/**
 * Keeps the end in view while the content grows, for as long as the reader is at the end. Scrolling up, by whatever
 * means, ends it; coming back to the end begins it again.
 */
export function useFollow(scroller: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>) {
  const [isAtEnd, setAtEnd] = useState(true)
  const isFollowing = useRef(true)
  /** Where it was scrolled to last, by the reader or by us: to be above that is the reader's doing. */
  const lastTop = useRef(0)

  const keepEnd = useCallback((element: HTMLElement) => {
    element.scrollTop = element.scrollHeight
    lastTop.current = element.scrollTop
  }, [])

  const goToEnd = useCallback(() => {
    const element = scroller.current
    if (!element) return
    isFollowing.current = true
    keepEnd(element)
    setAtEnd(true)
  }, [scroller, keepEnd])

  /** The reader is taken elsewhere. */
  const leaveEnd = useCallback(() => {
    isFollowing.current = false
    lastTop.current = scroller.current?.scrollTop ?? 0
  }, [scroller])

  useLayoutEffect(goToEnd, [goToEnd])

  useEffect(() => {
    const element = scroller.current
    const inner = content.current
    if (!element || !inner) return
    lastTop.current = element.scrollTop
    let lastHeight = element.scrollHeight
    const distance = () => element.scrollHeight - element.clientHeight - element.scrollTop

    const onScroll = () => {
      const hasShrunk = element.scrollHeight < lastHeight
      if (distance() <= nearEnd) isFollowing.current = true
      else if (element.scrollTop < lastTop.current - 1 && !hasShrunk) isFollowing.current = false
      lastTop.current = element.scrollTop
      lastHeight = element.scrollHeight
      setAtEnd(isFollowing.current || distance() <= nearEnd)
    }
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY < 0 && element.scrollHeight > element.clientHeight) isFollowing.current = false
    }
    const observer = new ResizeObserver(() => {
      // Else a height that shrinks and grows again before the event of it is told looks like a scroll upwards.
      if (isFollowing.current) keepEnd(element)
      lastHeight = element.scrollHeight
      setAtEnd(isFollowing.current || distance() <= nearEnd)
    })
    element.addEventListener('scroll', onScroll, { passive: true })
    element.addEventListener('wheel', onWheel, { passive: true })
    observer.observe(inner)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', onScroll)
      element.removeEventListener('wheel', onWheel)
      observer.disconnect()
    }
  }, [scroller, content, keepEnd])

  return { isAtEnd, goToEnd, leaveEnd }
}
