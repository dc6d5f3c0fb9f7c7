import { useEffect, useState } from 'react'

const atFirst = 30
const perStep = 16

/**
 * From which of `count` messages on to draw: the last ones at once, earlier ones step by step, until all are there for
 * searching, selecting and VoiceOver.
 */
export function useGradual(count: number): number {
  const [drawn, setDrawn] = useState(atFirst)
  const isDone = drawn >= count
  useEffect(() => {
    if (isDone) return
    const timer = setTimeout(() => setDrawn(drawn + perStep))
    return () => clearTimeout(timer)
  }, [drawn, isDone])
  return Math.max(0, count - Math.max(drawn, atFirst))
}
