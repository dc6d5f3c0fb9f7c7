import './markdown.css'
import { memo, useRef } from 'react'
import { type Blocks, noBlocks, readBlocks } from '../../../markdown/blocks.js'
import type { Block } from '../../../markdown/read-block.js'
import { ErrorBoundary } from '../../ui/error-boundary.js'
import { inPlace } from '../../ui/in-place.js'
import { TopBlock } from './block.js'
import { useDrawnCount } from './use-drawn-count.js'

interface MarkdownProps {
  readonly text: string
  /** The text is complete. */
  readonly isFinished: boolean
}

/** A text as Markdown, complete or while it streams. If that fails, it is shown as it was written. */
export function Markdown({ text, isFinished }: MarkdownProps) {
  return (
    <ErrorBoundary resetKey={text} fallback={() => <p className="md-plain">{text}</p>}>
      <MarkdownBlocks text={text} isFinished={isFinished} />
    </ErrorBoundary>
  )
}

function MarkdownBlocks({ text, isFinished }: MarkdownProps) {
  const blocks = useRef<Blocks>(noBlocks)
  blocks.current = readBlocks(blocks.current, text, isFinished)
  const all = [...blocks.current.frozen, ...blocks.current.open]
  const drawn = all.slice(0, useDrawnCount(all))
  const starts = Array.from({ length: Math.ceil(drawn.length / perStretch) }, (_, index) => index * perStretch)
  return (
    <div className="md">
      {inPlace(starts, (start) => (
        <Stretch
          blocks={drawn.slice(start, start + perStretch)}
          isFinished={isFinished || start + perStretch < all.length}
        />
      ))}
    </div>
  )
}

const perStretch = 20

interface StretchProps {
  readonly blocks: readonly Block[]
  readonly isFinished: boolean
}

/** Consecutive blocks, so that a batch neither compares nor lays out every block of a very long reply. */
const Stretch = memo(
  ({ blocks, isFinished }: StretchProps) => (
    <div className="md-stretch">
      {inPlace(blocks, (block, index) => (
        <TopBlock nodes={block.nodes} isFinished={isFinished || index < blocks.length - 1} />
      ))}
    </div>
  ),
  (before, after) =>
    before.isFinished === after.isFinished &&
    before.blocks.length === after.blocks.length &&
    before.blocks.every((block, index) => block === after.blocks[index]),
)
