import { type RefObject, useEffect } from 'react'
import { rangesOf } from '../transcript/found-ranges.js'
import { useFind } from './use-find.js'

/** Marks what is found in the messages that are drawn near what is in sight, also in those that are drawn later. */
export function useFindMarks(scroller: RefObject<HTMLElement | null>): void {
  const isOpen = useFind((state) => state.isOpen)
  useEffect(() => {
    const element = scroller.current
    if (!isOpen || !element) return
    let frame = 0
    const mark = () => {
      frame = 0
      markAll(element)
    }
    const later = () => {
      if (frame === 0) frame = requestAnimationFrame(mark)
    }
    const observer = new MutationObserver(later)
    observer.observe(element, { childList: true, characterData: true, subtree: true })
    element.addEventListener('scroll', later, { passive: true })
    const end = useFind.subscribe(later)
    later()
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      element.removeEventListener('scroll', later)
      end()
      CSS.highlights.delete('find')
      CSS.highlights.delete('find-current')
    }
  }, [isOpen, scroller])
}

function markAll(scroller: HTMLElement): void {
  const { query, current } = useFind.getState()
  const words = query === '' ? [] : [{ text: query.toLowerCase(), isInside: true }]
  const all = new Highlight()
  const one = new Highlight()
  one.priority = 1
  for (const message of scroller.querySelectorAll<HTMLElement>('[data-message]')) {
    if (words.length === 0 || !message.firstElementChild?.checkVisibility({ contentVisibilityAuto: true })) continue
    for (const part of message.querySelectorAll<HTMLElement>('[data-part]')) {
      const ranges = rangesOf(part, words)
      for (const range of ranges) all.add(range)
      if (!current || current.messageId !== message.dataset.message || current.part !== part.dataset.part) continue
      const shown = ranges[current.nth] ?? ranges.at(-1)
      if (shown) one.add(shown)
    }
  }
  CSS.highlights.set('find', all)
  CSS.highlights.set('find-current', one)
}
