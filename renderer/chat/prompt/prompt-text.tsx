import { memo, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { inPlace } from '../../ui/in-place.js'
import { useIsNear } from '../../ui/use-is-near.js'
import { type PromptChunk, promptChunks } from './prompt-chunks.js'
import type { PromptContent } from './prompt-content.js'
import { matchesByChunk, type PromptPiece, promptSegments } from './prompt-segments.js'

interface PromptTextProps {
  readonly content: PromptContent
  /** The offsets of the search matches, and their length in characters. */
  readonly places: readonly number[]
  readonly length: number
  /** The offset of the current match. */
  readonly current: number | undefined
}

/** The text of a prompt in chunks of lines. The browser lays out only those near the visible part. */
export function PromptText({ content, places, length, current }: PromptTextProps) {
  const chunks = useMemo(() => promptChunks(content), [content])
  const matches = useMemo(() => matchesByChunk(chunks, places, length), [chunks, places, length])
  const scroller = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the current match changes
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

/** Plain text until it is near the visible part, because a long prompt has thousands of markers. */
const Chunk = memo(({ chunk, matches, length, current }: ChunkProps) => {
  const place = useRef<HTMLPreElement>(null)
  const isNear = useIsNear(place) || matches.length > 0
  return (
    <pre ref={place} className="prompt-chunk" style={{ '--lines': chunk.lines } as React.CSSProperties}>
      {isNear ? drawSegments(chunk, matches, length, current) : chunk.text}
    </pre>
  )
})

function drawSegments(
  chunk: PromptChunk,
  matches: readonly number[],
  length: number,
  current: number | undefined,
): ReactNode {
  return inPlace(promptSegments(chunk, matches, length), ({ marker, pieces }) => {
    const drawn = inPlace(pieces, (piece) => drawPiece(piece, current))
    if (!marker) return drawn
    return (
      <span className="prompt-marker" role="img" aria-label={marker.name}>
        {drawn}
      </span>
    )
  })
}

function drawPiece({ text, match }: PromptPiece, current: number | undefined): ReactNode {
  return match === undefined ? text : <mark data-current={match === current}>{text}</mark>
}
