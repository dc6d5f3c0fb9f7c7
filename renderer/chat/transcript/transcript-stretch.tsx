import { Fragment, memo, useEffect } from 'react'
import type { Cut } from '../../../contract/context.js'
import { useConversations } from '../../stores/conversations.js'
import { wantMessages } from '../../stores/earlier-messages.js'
import { CutRow } from './cut-row.js'
import { DayRow } from './day-row.js'
import { MessageRow } from './message.js'
import type { Stretch } from './stretches.js'
import { gapAttributes, stretchAttributes } from './use-drawn-stretches.js'

interface StretchProps {
  readonly index: number
  readonly stretch: Stretch
  readonly cuts: ReadonlyMap<string, readonly Cut[]>
  readonly lastId: string | undefined
  /** The start of today in ms since the epoch. */
  readonly today: number
}

/** Messages that are drawn together. What the window does not have yet is loaded, and keeps its place until then. */
export const TranscriptStretch = memo(({ index, stretch, cuts, lastId, today }: StretchProps) => {
  const { ids, beforeId } = stretch
  const isLoaded = useConversations(({ transcript }) => ids.every((id) => transcript?.messages[id]))
  useEffect(() => {
    if (!isLoaded) wantMessages(ids)
  }, [ids, isLoaded])
  return (
    <div className="transcript-stretch" {...stretchAttributes(index)}>
      {isLoaded ? (
        ids.map((id, place) => (
          // Keyed by the message before: the versions of a message share one element, which keeps the focus.
          <Fragment key={ids[place - 1] ?? beforeId ?? 'first'}>
            <DayRow id={id} beforeId={ids[place - 1] ?? beforeId} today={today} />
            <MessageRow id={id} isLast={id === lastId} />
            {cuts.get(id)?.map((cut) => (
              <CutRow key={cut.id} cut={cut} />
            ))}
          </Fragment>
        ))
      ) : (
        <Place messages={ids.length} pixels={0} />
      )}
    </div>
  )
})

interface GapProps {
  readonly first: number
  readonly stretches: readonly Stretch[]
  readonly heights: ReadonlyMap<number, number>
}

/** The place of stretches that are not drawn: as high as they were, or as their messages are, about. */
export function TranscriptGap({ first, stretches, heights }: GapProps) {
  let messages = 0
  let pixels = 0
  for (const [place, { ids }] of stretches.entries()) {
    const height = heights.get(first + place)
    if (height === undefined) messages += ids.length
    else pixels += height
  }
  return (
    <div {...gapAttributes(first, stretches.length)}>
      <Place messages={messages} pixels={pixels} />
    </div>
  )
}

function Place({ messages, pixels }: { readonly messages: number; readonly pixels: number }) {
  const style = { '--messages': messages, '--pixels': `${pixels}px` } as React.CSSProperties
  return <div className="transcript-place" style={style} />
}
