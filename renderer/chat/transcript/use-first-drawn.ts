import { useEffect, useState } from 'react'

const atFirst = 2
const byAndBy = 20

/**
 * From which of `count` stretches on to draw: the last ones at once, and some before them one by one, whenever nothing
 * else happens, for searching, selecting and VoiceOver. What was drawn stays so when more come after it.
 */
export function useFirstDrawn(count: number): number {
  const [first, setFirst] = useState(Number.POSITIVE_INFINITY)
  const drawn = Math.min(first, Math.max(0, count - atFirst))
  if (count > 0 && drawn < first) setFirst(drawn)
  const isDone = drawn <= count - byAndBy || drawn === 0
  useEffect(() => {
    if (isDone) return
    const timer = setTimeout(() => setFirst(drawn - 1))
    return () => clearTimeout(timer)
  }, [drawn, isDone])
  return drawn
}
