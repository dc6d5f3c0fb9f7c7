import './transcript.css'
import { ArrowDown } from 'lucide-react'
import { Fragment, useMemo, useRef } from 'react'
import { useConversations } from '../stores/conversations.js'
import type { TranscriptState } from '../stores/transcript.js'
import { cutsByMessage } from '../stores/transcript-cuts.js'
import { Announcer } from './announcer.js'
import { CutRow } from './cut-row.js'
import { MessageRow } from './message.js'
import { useFollow } from './use-follow.js'
import { useGradual } from './use-gradual.js'

const none: readonly string[] = []
const noCuts: TranscriptState['cuts'] = {}

/** The messages of the open conversation. Long ones are drawn from the end, and the rest while nothing else happens. */
export function Transcript({ conversationId }: { readonly conversationId: string }) {
  const order = useConversations(({ transcript }) => transcript?.order ?? none)
  const allCuts = useConversations(({ transcript }) => transcript?.cuts ?? noCuts)
  const cuts = useMemo(() => cutsByMessage(allCuts), [allCuts])
  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const { isAtEnd, goToEnd } = useFollow(scroller, content)
  const first = useGradual(order.length)
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
          {order.slice(first).map((id, index) => (
            // By the message before: the versions of one stand in one place, and the focus stays there.
            <Fragment key={order[first + index - 1] ?? 'first'}>
              <MessageRow id={id} isLast={first + index === order.length - 1} />
              {cuts.get(id)?.map((cut) => (
                <CutRow key={cut.id} cut={cut} />
              ))}
            </Fragment>
          ))}
        </div>
      </div>
      {!isAtEnd && (
        <button type="button" className="transcript-jump" onClick={goToEnd}>
          <ArrowDown />
          Jump to latest
        </button>
      )}
      <Announcer />
    </div>
  )
}
