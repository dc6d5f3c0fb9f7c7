import './transcript.css'
import { ArrowDown } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import { isTrashOpen, useConversations } from '../../stores/conversations.js'
import type { TranscriptState } from '../../stores/transcript.js'
import { cutsByMessage } from '../../stores/transcript-cuts.js'
import { inPlace } from '../../ui/in-place.js'
import { ReadOnlyContext } from '../../ui/read-only.js'
import { useCopy } from '../copying/use-copy.js'
import { useFindMarks } from '../find/use-find-marks.js'
import { Announcer } from './announcer.js'
import { type Stretch, stretchesOf } from './stretches.js'
import { TranscriptStretch } from './transcript-stretch.js'
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
  const stretches = useStretches(order)
  const firstDrawn = useFirstDrawn(stretches.length)
  const lastId = order.at(-1)
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
            {inPlace(stretches, (stretch, index) => (
              <TranscriptStretch
                stretch={stretch}
                cuts={cuts}
                isDrawn={index >= firstDrawn}
                lastId={index === stretches.length - 1 ? lastId : undefined}
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

function useStretches(order: readonly string[]): readonly Stretch[] {
  const stretches = useRef<readonly Stretch[]>([])
  return useMemo(() => {
    stretches.current = stretchesOf(order, stretches.current)
    return stretches.current
  }, [order])
}
