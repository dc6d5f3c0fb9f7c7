import { useEffect, useState } from 'react'

const drawnAtOnce = 2
/** Few enough that a long conversation costs no more than a short one. */
const drawnWhenIdle = 7

/**
 * Returns the index of the first of `count` stretches to draw: the last ones at once, and earlier ones one by one while
 * idle, so that searching, selecting and VoiceOver reach them. A drawn stretch stays drawn when others are added.
 */
export function useFirstDrawn(count: number): number {
  const [first, setFirst] = useState(Number.POSITIVE_INFINITY)
  const drawn = Math.min(first, Math.max(0, count - drawnAtOnce))
  if (count > 0 && drawn < first) setFirst(drawn)
  const isDone = drawn <= count - drawnWhenIdle || drawn === 0
  useEffect(() => {
    if (isDone) return
    const timer = setTimeout(() => setFirst(drawn - 1))
    return () => clearTimeout(timer)
  }, [drawn, isDone])
  return drawn
}
