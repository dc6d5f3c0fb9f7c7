import { useEffect, useRef, useState } from 'react'
import { storableText } from '../../contract/storable-text.js'
import { beforeClosing } from '../before-closing.js'

const commitAfterMs = 300

/** The text of a field. Calls `commit` after a pause in typing, or when the field or the window closes. */
export function useTyped(value: string, commit: (text: string) => void) {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  const waiting = useRef<{ text: string; timer: ReturnType<typeof setTimeout> }>(undefined)
  const latest = useRef(commit)
  useEffect(() => {
    latest.current = commit
  })
  const flush = useRef(() => {
    if (!waiting.current) return
    clearTimeout(waiting.current.timer)
    const { text: typed } = waiting.current
    waiting.current = undefined
    latest.current(typed)
  })
  useEffect(() => {
    const write = flush.current
    const remove = beforeClosing(write)
    return () => {
      remove()
      write()
    }
  }, [])
  // A preset or another window changed the value.
  if (known !== value) {
    setKnown(value)
    if (!waiting.current) setText(value)
  }
  const write = (changed: string) => {
    const typed = storableText(changed)
    setText(typed)
    clearTimeout(waiting.current?.timer)
    waiting.current = { text: typed, timer: setTimeout(flush.current, commitAfterMs) }
  }
  return { text, write, flush: flush.current }
}
