import './markdown.css'
import { useRef } from 'react'
import { inPlace } from '../../ui/in-place.js'
import { Block } from './block.js'
import { type Blocks, noBlocks, readBlocks } from './blocks.js'

interface MarkdownProps {
  readonly text: string
  /** No more text comes. */
  readonly isFinished: boolean
}

/** A reply, from history or while it streams: the same way for both. */
export function Markdown({ text, isFinished }: MarkdownProps) {
  const blocks = useRef<Blocks>(noBlocks)
  blocks.current = readBlocks(blocks.current, text)
  const { frozen, open } = blocks.current
  const isOpen = (index: number) => !isFinished && index === frozen.length + open.length - 1
  return (
    <div className="md">
      {inPlace([...frozen, ...open], (token, index) => (
        <Block token={token} isFinished={!isOpen(index)} />
      ))}
    </div>
  )
}
