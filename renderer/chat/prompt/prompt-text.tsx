import { memo, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { inPlace } from '../../ui/in-place.js'
import { useIsNear } from '../../ui/use-is-near.js'
import { type PromptChunk, promptChunks } from './prompt-chunks.js'
import type { PromptContent } from './prompt-content.js'
import { matchesByChunk, type PromptPart, promptRuns } from './prompt-segments.js'

interface PromptTextProps {
  readonly content: PromptContent
  /** Where the matches of the search begin, and how many characters they have. */
  readonly places: readonly number[]
  readonly length: number
  /** The place of the one that is gone to. */
  readonly current: number | undefined
}

/** In chunks of lines, of which the browser lays out only those near the visible part. */
export function PromptText({ content, places, length, current }: PromptTextProps) {
  const chunks = useMemo(() => promptChunks(content), [content])
  const matches = useMemo(() => matchesByChunk(chunks, places, length), [chunks, places, length])
  const scroller = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each match that is gone to
  useEffect(() => {
    scroller.current?.querySelector('mark[data-current=true]')?.scrollIntoView({ block: 'center' })
  }, [current, length])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the prompt is scrolled with the keyboard
    <section ref={scroller} className="page-view-text prompt-text" tabIndex={0} aria-label="Text of the prompt">
      {inPlace(chunks, (chunk, index) => {
        const own = matches[index] ?? []
        const at = current === undefined ? -1 : own.indexOf(current - chunk.start)
        return <Chunk chunk={chunk} matches={own} length={length} current={own[at]} />
      })}
    </section>
  )
}

interface ChunkProps {
  readonly chunk: PromptChunk
  readonly matches: readonly number[]
  readonly length: number
  readonly current: number | undefined
}

/** Plain text until it is near: a long prompt has thousands of markers. */
const Chunk = memo(({ chunk, matches, length, current }: ChunkProps) => {
  const place = useRef<HTMLPreElement>(null)
  const isNear = useIsNear(place) || matches.length > 0
  return (
    <pre ref={place} className="prompt-chunk" style={{ '--lines': chunk.lines } as React.CSSProperties}>
      {isNear ? drawRuns(chunk, matches, length, current) : chunk.text}
    </pre>
  )
})

function drawRuns(
  chunk: PromptChunk,
  matches: readonly number[],
  length: number,
  current: number | undefined,
): ReactNode {
  return inPlace(promptRuns(chunk, matches, length), ({ marker, parts }) => {
    const drawn = inPlace(parts, (part) => drawPart(part, current))
    if (!marker) return drawn
    return (
      <span className="prompt-marker" role="img" aria-label={marker.name}>
        {drawn}
      </span>
    )
  })
}

function drawPart({ text, match }: PromptPart, current: number | undefined): ReactNode {
  return match === undefined ? text : <mark data-current={match === current}>{text}</mark>
}
