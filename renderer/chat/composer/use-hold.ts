import { type MouseEvent, useEffect, useState } from 'react'

/** About the longest time between the clicks of a double click. */
const heldMs = 500

export const isByPointer = (event: MouseEvent) => event.detail > 0

interface Hold<Name extends string> {
  /** The button that is held now. */
  readonly held: Name | null
  /** Holds a button for `heldMs` from now on. */
  readonly hold: (name: Name) => void
  /** Whether a click was made while the button was held: a busy window may handle it later. */
  readonly isWhileHeld: (name: Name, event: MouseEvent) => boolean
}

/** Which of several buttons in one place is held for a moment, because it has appeared under the pointer. */
export function useHold<Name extends string>(): Hold<Name> {
  const [last, setLast] = useState<{ readonly name: Name; readonly until: number } | null>(null)
  const [held, setHeld] = useState<Name | null>(null)
  useEffect(() => {
    if (last === null) return
    const timer = setTimeout(() => setHeld(null), last.until - performance.now())
    return () => clearTimeout(timer)
  }, [last])
  return {
    held,
    hold(name) {
      setLast({ name, until: performance.now() + heldMs })
      setHeld(name)
    },
    isWhileHeld: (name, event) => isByPointer(event) && last?.name === name && event.timeStamp < last.until,
  }
}
