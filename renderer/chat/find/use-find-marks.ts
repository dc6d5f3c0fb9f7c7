import type { RefObject } from 'react'
import { rangesOf } from '../transcript/found-ranges.js'
import { drawnMessages, type Marks, useMarks } from '../transcript/use-marks.js'
import { useFind } from './use-find.js'

/** Marks what is found in the messages that are drawn near what is in sight, also in those that are drawn later. */
export function useFindMarks(scroller: RefObject<HTMLElement | null>): void {
  const isOpen = useFind((state) => state.isOpen)
  useMarks(scroller, isOpen, marks)
}

const marks: Marks = {
  names: ['find', 'find-current'],
  mark: markAll,
  subscribe: (listener) => useFind.subscribe(listener),
}

function markAll(scroller: HTMLElement): void {
  const { query, current } = useFind.getState()
  const words = query === '' ? [] : [{ text: query.toLowerCase(), isInside: true }]
  const all = new Highlight()
  const one = new Highlight()
  one.priority = 1
  for (const message of words.length === 0 ? [] : drawnMessages(scroller)) {
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
