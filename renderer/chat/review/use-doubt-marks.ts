import type { RefObject } from 'react'
import { useDoubts } from '../../stores/doubts.js'
import { drawnMessages, type Marks, useMarks } from '../transcript/use-marks.js'
import { drawnDoubts } from './drawn-doubts.js'

/** Marks the doubtful words of the replies that are drawn. */
export function useDoubtMarks(scroller: RefObject<HTMLElement | null>): void {
  const isOn = useDoubts(({ byMessage }) => Object.keys(byMessage).length > 0)
  useMarks(scroller, isOn, marks)
}

const marks: Marks = { names: ['doubtful'], mark: markAll, subscribe: (listener) => useDoubts.subscribe(listener) }

function markAll(scroller: HTMLElement): void {
  const { byMessage } = useDoubts.getState()
  const ranges = drawnMessages(scroller).flatMap((message) => {
    const weighed = byMessage[message.dataset.message ?? '']
    const part = message.querySelector('[data-part="answer"]')
    return weighed && part ? drawnDoubts(part, weighed) : []
  })
  CSS.highlights.set('doubtful', new Highlight(...ranges.filter((range) => range !== undefined)))
}
