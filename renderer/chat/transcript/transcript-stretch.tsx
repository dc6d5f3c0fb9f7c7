import { Fragment, memo, useRef } from 'react'
import type { Cut } from '../../../contract/context.js'
import { useIsNear } from '../../ui/use-is-near.js'
import { CutRow } from './cut-row.js'
import { DayRow } from './day-row.js'
import { MessageRow } from './message.js'
import type { Stretch } from './stretches.js'

interface TranscriptStretchProps {
  readonly stretch: Stretch
  readonly cuts: ReadonlyMap<string, readonly Cut[]>
  /** If false, the messages render only when the stretch comes near the visible part. */
  readonly isDrawn: boolean
  readonly lastId: string | undefined
  /** The start of today in ms since the epoch. */
  readonly today: number
}

/** A stretch of messages, or a placeholder of about their height. Once rendered, messages stay rendered. */
export const TranscriptStretch = memo(({ stretch, cuts, isDrawn, lastId, today }: TranscriptStretchProps) => {
  const place = useRef<HTMLDivElement>(null)
  const isNear = useIsNear(place)
  const { ids, beforeId } = stretch
  if (!isDrawn && !isNear) {
    const style = { '--messages': ids.length } as React.CSSProperties
    return <div ref={place} className="transcript-place" data-first={ids[0]} data-count={ids.length} style={style} />
  }
  return ids.map((id, index) => (
    // Keyed by the message before: the versions of a message share one element, which keeps the focus.
    <Fragment key={ids[index - 1] ?? beforeId ?? 'first'}>
      <DayRow id={id} beforeId={ids[index - 1] ?? beforeId} today={today} />
      <MessageRow id={id} isLast={id === lastId} />
      {cuts.get(id)?.map((cut) => (
        <CutRow key={cut.id} cut={cut} />
      ))}
    </Fragment>
  ))
})
