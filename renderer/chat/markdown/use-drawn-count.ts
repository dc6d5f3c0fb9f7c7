import { useEffect, useReducer, useRef } from 'react'
import type { Block } from '../../../markdown/read-block.js'

/** Steps of the blocks that one task draws: some ten milliseconds. */
const stepsPerTask = 4_000

/** Returns how many of `blocks` are drawn. A very long text is drawn in several tasks, so that the window stays alive. */
export function useDrawnCount(blocks: readonly Block[]): number {
  const drawn = useRef(0)
  const [, drawMore] = useReducer((count: number) => count + 1, 0)
  let count = Math.min(drawn.current, blocks.length)
  for (let steps = 0; count < blocks.length && steps < stepsPerTask; count++) steps += blocks[count]?.steps ?? 0
  const isAll = count === blocks.length
  useEffect(() => {
    drawn.current = count
    if (isAll) return
    const timer = setTimeout(drawMore)
    return () => clearTimeout(timer)
  })
  return count
}
