import { type RefObject, useLayoutEffect, useRef } from 'react'

interface Scrolled {
  readonly page: number
  /** Of the page, in CSS pixels: what is at the top, and in the middle of the line, stays there when it changes. */
  readonly width: number
  /** What is marked: when it changes, its first mark is scrolled to. */
  readonly target: unknown
}

/** Scrolls a page: to its start, or to what is marked on it, as soon as it is there. */
export function useScroll(scroller: RefObject<HTMLElement | null>, { page, width, target }: Scrolled): void {
  const last = useRef({ page, width })
  const shown = useRef<unknown>(undefined)
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    if (last.current.page !== page) {
      element.scrollTop = 0
      shown.current = undefined
    } else if (last.current.width > 0 && last.current.width !== width) {
      const ratio = width / last.current.width
      element.scrollTop *= ratio
      element.scrollLeft = (element.scrollLeft + element.clientWidth / 2) * ratio - element.clientWidth / 2
    }
    last.current = { page, width }
    if (target === undefined || shown.current === target) return
    shown.current = target
    const mark = element.querySelector('.page-mark[data-kind=current]') ?? element.querySelector('.page-mark')
    mark?.scrollIntoView({ block: 'center', inline: 'nearest' })
  }, [scroller, page, width, target])
}
