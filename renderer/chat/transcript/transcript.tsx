import './transcript.css'
import { ArrowDown } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { isTrashOpen, useConversations } from '../../stores/conversations.js'
import type { TranscriptState } from '../../stores/transcript.js'
import { cutsByMessage } from '../../stores/transcript-cuts.js'
import { inPlace } from '../../ui/in-place.js'
import { ReadOnlyContext } from '../../ui/read-only.js'
import { useToday } from '../../ui/use-today.js'
import { useCopy } from '../copying/use-copy.js'
import { useFindMarks } from '../find/use-find-marks.js'
import { Announcer } from './announcer.js'
import { type Block, blocksOf, type Stretch, stretchesOf } from './stretches.js'
import { TranscriptBlock } from './transcript-stretch.js'
import { useCopyMessages } from './use-copy-messages.js'
import { useFirstDrawn } from './use-first-drawn.js'
import { useFollow } from './use-follow.js'
import { useFoundPassage } from './use-found-passage.js'
import { useMessageStops } from './use-message-stops.js'
import { useSelectAll } from './use-select-all.js'

const none: readonly string[] = []
const noCuts: TranscriptState['cuts'] = {}

/** The messages of the open conversation. The last ones render first, those of a long conversation when they come near. */
export function Transcript({ conversationId }: { readonly conversationId: string }) {
  const isTrashed = useConversations(isTrashOpen)
  const order = useConversations(({ transcript }) => transcript?.order ?? none)
  const allCuts = useConversations(({ transcript }) => transcript?.cuts ?? noCuts)
  const cuts = useMemo(() => cutsByMessage(allCuts), [allCuts])
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const { isAtEnd, goToEnd, leaveEnd } = useFollow(scroller, content)
  useFindMarks(scroller)
  useCopyMessages(content)
  useCopy(content)
  useSelectAll(content)
  useMessageStops(content)
  const foundAnnouncement = useFoundPassage(scroller, leaveEnd)
  const sends = useConversations((state) => state.sends)
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs after each send
  useEffect(goToEnd, [goToEnd, sends])
  const { stretches, blocks } = useParts(order)
  const firstDrawn = useFirstDrawn(stretches.length)
  const lastId = order.at(-1)
  const today = useToday()
  return (
    <div className="transcript" data-conversation={conversationId}>
      <div
        ref={scroller}
        className="transcript-scroller"
        role="log"
        aria-label="Conversation"
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the transcript is scrolled with the keyboard
        tabIndex={0}
      >
        <div ref={content} className="transcript-content">
          <ReadOnlyContext value={isTrashed}>
            {inPlace(blocks, (block, index) => (
              <TranscriptBlock
                block={block}
                cuts={cuts}
                // Changes only for the block that it is in, so that the others do not render again.
                firstDrawn={Math.min(Math.max(firstDrawn, block.first), block.first + block.stretches.length)}
                lastId={index === blocks.length - 1 ? lastId : undefined}
                today={today}
              />
            ))}
          </ReadOnlyContext>
        </div>
      </div>
      {!isAtEnd && (
        <button type="button" className="transcript-jump" onClick={goToEnd}>
          <ArrowDown />
          Jump to latest
        </button>
      )}
      <Announcer />
      <div className="hidden" aria-live="polite">
        {foundAnnouncement}
      </div>
    </div>
  )
}

interface Parts {
  readonly stretches: readonly Stretch[]
  readonly blocks: readonly Block[]
}

function useParts(order: readonly string[]): Parts {
  const parts = useRef<Parts>({ stretches: [], blocks: [] })
  return useMemo(() => {
    const stretches = stretchesOf(order, parts.current.stretches)
    parts.current = { stretches, blocks: blocksOf(stretches, parts.current.blocks) }
    return parts.current
  }, [order])
}
