import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Closer to the end than this counts as at the end. */
const nearEndPixels = 32

/**
 * Keeps the end of the content in view while it grows, as long as the user is at the end. Scrolling up stops this;
 * scrolling back to the end resumes it.
 */
export function useFollow(scroller: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>) {
  const [isAtEnd, setAtEnd] = useState(true)
  const isFollowing = useRef(true)
  /** The last known scroll position. A smaller one means that the user has scrolled up. */
  const lastTop = useRef(0)

  /** The next scroll event is that of `keepEnd`. */
  const isOwnScroll = useRef(false)

  const keepEnd = useCallback((element: HTMLElement) => {
    // Computed, and not read back: after a scroll that would lay the whole conversation out once more.
    const end = element.scrollHeight - element.clientHeight
    if (Math.abs(end - lastTop.current) >= 1) isOwnScroll.current = true
    element.scrollTop = end
    lastTop.current = end
  }, [])

  const goToEnd = useCallback(() => {
    const element = scroller.current
    if (!element) return
    isFollowing.current = true
    keepEnd(element)
    setAtEnd(true)
  }, [scroller, keepEnd])

  /** Stops following, because the window scrolls elsewhere. */
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
      if (isOwnScroll.current && isFollowing.current) {
        isOwnScroll.current = false
        return
      }
      const hasShrunk = element.scrollHeight < lastHeight
      if (distance() <= nearEndPixels) isFollowing.current = true
      else if (element.scrollTop < lastTop.current - 1 && !hasShrunk) isFollowing.current = false
      lastTop.current = element.scrollTop
      lastHeight = element.scrollHeight
      setAtEnd(isFollowing.current || distance() <= nearEndPixels)
    }
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY < 0 && element.scrollHeight > element.clientHeight) isFollowing.current = false
    }
    const observer = new ResizeObserver(() => {
      // Otherwise content that shrinks and grows before its scroll event arrives looks like scrolling up.
      lastHeight = element.scrollHeight
      if (isFollowing.current) {
        keepEnd(element)
        setAtEnd(true)
      } else setAtEnd(distance() <= nearEndPixels)
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
