import { type RefObject, useEffect } from 'react'

/** Marks of the CSS Custom Highlight API in what the transcript draws. All of it stays the same for a use of `useMarks`. */
export interface Marks {
  /** The names of the highlights that `mark` sets. */
  readonly names: readonly string[]
  readonly mark: (scroller: HTMLElement) => void
  /** Calls the listener when other things are to be marked. Returns what ends that. */
  readonly subscribe: (listener: () => void) => () => void
}

/** Keeps marks on what is drawn while `isOn`, also on what is drawn later. */
export function useMarks(scroller: RefObject<HTMLElement | null>, isOn: boolean, marks: Marks): void {
  useEffect(() => {
    const element = scroller.current
    if (!isOn || !element) return
    let frame = 0
    const mark = () => {
      frame = 0
      marks.mark(element)
    }
    const later = () => {
      if (frame === 0) frame = requestAnimationFrame(mark)
    }
    const observer = new MutationObserver(later)
    observer.observe(element, { childList: true, characterData: true, subtree: true })
    element.addEventListener('scroll', later, { passive: true })
    const end = marks.subscribe(later)
    later()
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
      element.removeEventListener('scroll', later)
      end()
      for (const name of marks.names) CSS.highlights.delete(name)
    }
  }, [isOn, scroller, marks])
}

/** The messages that are drawn near what is in sight. */
export const drawnMessages = (scroller: HTMLElement): readonly HTMLElement[] =>
  [...scroller.querySelectorAll<HTMLElement>('[data-message]')].filter((message) =>
    message.firstElementChild?.checkVisibility({ contentVisibilityAuto: true }),
  )
