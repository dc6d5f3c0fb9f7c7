import './transcript.css'
import { ArrowDown } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { isTrashOpen, useConversations } from '../../stores/conversations.js'
import type { TranscriptState } from '../../stores/transcript.js'
import { cutsByMessage } from '../../stores/transcript-cuts.js'
import { ReadOnlyContext } from '../../ui/read-only.js'
import { useToday } from '../../ui/use-today.js'
import { useCopy } from '../copying/use-copy.js'
import { useFindMarks } from '../find/use-find-marks.js'
import { useDoubtMarks } from '../review/use-doubt-marks.js'
import { Announcer } from './announcer.js'
import { partsOf, type Stretch, stretchesOf, stretchOf } from './stretches.js'
import { TranscriptGap, TranscriptStretch } from './transcript-stretch.js'
import { useCopyMessages } from './use-copy-messages.js'
import { useDrawnStretches } from './use-drawn-stretches.js'
import { useFollow } from './use-follow.js'
import { useFoundPassage } from './use-found-passage.js'
import { useMessageStops } from './use-message-stops.js'
import { useSelectAll } from './use-select-all.js'

const none: readonly string[] = []
const noCuts: TranscriptState['cuts'] = {}

/** The messages of the open conversation. Of a long conversation only what is near is drawn. */
export function Transcript({ conversationId }: { readonly conversationId: string }) {
  const isTrashed = useConversations(isTrashOpen)
  const order = useConversations(({ transcript }) => transcript?.order ?? none)
  const allCuts = useConversations(({ transcript }) => transcript?.cuts ?? noCuts)
  const cuts = useMemo(() => cutsByMessage(allCuts), [allCuts])
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const { isAtEnd, goToEnd, leaveEnd } = useFollow(scroller, content)
  useFindMarks(scroller)
  useDoubtMarks(scroller)
  useCopyMessages(content)
  useCopy(content)
  useSelectAll(content)
  useMessageStops(content)
  const foundAnnouncement = useFoundPassage(scroller, leaveEnd)
  const sends = useConversations((state) => state.sends)
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs after each send
  useEffect(goToEnd, [goToEnd, sends])
  const stretches = useStretches(order)
  const foundId = useConversations(({ found }) => found?.messageId)
  const { drawn, heights } = useDrawnStretches(
    scroller,
    stretches,
    foundId === undefined ? undefined : stretchOf(order, foundId),
  )
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
            {partsOf(stretches.length, drawn).map((part) => {
              if (part.type === 'gap') {
                const { first, count } = part
                const inside = stretches.slice(first, first + count)
                return <TranscriptGap key={`gap ${first}`} first={first} stretches={inside} heights={heights} />
              }
              const { index } = part
              const stretch = stretches[index]
              const isLast = index === stretches.length - 1
              return (
                stretch && (
                  <TranscriptStretch
                    key={index}
                    index={index}
                    stretch={stretch}
                    cuts={cuts}
                    lastId={isLast ? lastId : undefined}
                    today={today}
                  />
                )
              )
            })}
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

function useStretches(order: readonly string[]): readonly Stretch[] {
  const before = useRef<readonly Stretch[]>([])
  return useMemo(() => {
    before.current = stretchesOf(order, before.current)
    return before.current
  }, [order])
}
