import './markdown.css'
import type { Token } from 'marked'
import { memo, useRef } from 'react'
import { inPlace } from '../../ui/in-place.js'
import { Block } from './block.js'
import { type Blocks, noBlocks, readBlocks } from './blocks.js'

interface MarkdownProps {
  readonly text: string
  /** The text is complete. */
  readonly isFinished: boolean
}

/** A text as Markdown, complete or while it streams. */
export function Markdown({ text, isFinished }: MarkdownProps) {
  const blocks = useRef<Blocks>(noBlocks)
  blocks.current = readBlocks(blocks.current, text)
  const all = [...blocks.current.frozen, ...blocks.current.open]
  const starts = Array.from({ length: Math.ceil(all.length / perStretch) }, (_, index) => index * perStretch)
  return (
    <div className="md">
      {inPlace(starts, (start) => (
        <Stretch
          tokens={all.slice(start, start + perStretch)}
          isFinished={isFinished || start + perStretch < all.length}
        />
      ))}
    </div>
  )
}

const perStretch = 40

interface StretchProps {
  readonly tokens: readonly Token[]
  readonly isFinished: boolean
}

/** Consecutive blocks, so that a batch does not compare every block of a very long reply. */
const Stretch = memo(
  ({ tokens, isFinished }: StretchProps) =>
    inPlace(tokens, (token, index) => <Block token={token} isFinished={isFinished || index < tokens.length - 1} />),
  (before, after) =>
    before.isFinished === after.isFinished &&
    before.tokens.length === after.tokens.length &&
    before.tokens.every((token, index) => token === after.tokens[index]),
)
