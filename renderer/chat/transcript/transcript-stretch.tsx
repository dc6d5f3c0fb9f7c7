import { Fragment, memo, type Ref, useEffect, useRef } from 'react'
import type { Cut } from '../../../contract/context.js'
import { useConversations } from '../../stores/conversations.js'
import { wantMessages } from '../../stores/earlier-messages.js'
import { inPlace } from '../../ui/in-place.js'
import { useIsNear } from '../../ui/use-is-near.js'
import { CutRow } from './cut-row.js'
import { DayRow } from './day-row.js'
import { MessageRow } from './message.js'
import type { Block, Stretch } from './stretches.js'

interface DrawnStretchProps {
  readonly stretch: Stretch
  readonly cuts: ReadonlyMap<string, readonly Cut[]>
  readonly lastId: string | undefined
  /** The start of today in ms since the epoch. */
  readonly today: number
}

interface BlockProps extends Omit<DrawnStretchProps, 'stretch'> {
  readonly block: Block
  /** The stretches from this number on are drawn, the others when they come near the visible part. */
  readonly firstDrawn: number
}

/** A block of stretches, or one placeholder of about their height. */
export const TranscriptBlock = memo(({ block, firstDrawn, lastId, ...rest }: BlockProps) => {
  const { first, stretches } = block
  const place = useRef<HTMLDivElement>(null)
  const isNear = useIsNear(place)
  if (!isNear && first + stretches.length <= firstDrawn)
    return <Placeholder ref={place} ids={stretches.flatMap(({ ids }) => ids)} />
  return inPlace(stretches, (stretch, index) => (
    <TranscriptStretch
      stretch={stretch}
      {...rest}
      isDrawn={first + index >= firstDrawn}
      lastId={index === stretches.length - 1 ? lastId : undefined}
    />
  ))
})

/** A stretch of messages, or a placeholder. Once rendered, messages stay rendered. */
const TranscriptStretch = memo(({ isDrawn, ...drawn }: DrawnStretchProps & { readonly isDrawn: boolean }) => {
  const place = useRef<HTMLDivElement>(null)
  const isNear = useIsNear(place)
  return isDrawn || isNear ? <DrawnStretch {...drawn} /> : <Placeholder ref={place} ids={drawn.stretch.ids} />
})

function DrawnStretch({ stretch, cuts, lastId, today }: DrawnStretchProps) {
  const { ids, beforeId } = stretch
  const isLoaded = useConversations(({ transcript }) => ids.every((id) => transcript?.messages[id]))
  useEffect(() => {
    if (!isLoaded) wantMessages(ids)
  }, [ids, isLoaded])
  if (!isLoaded) return <Placeholder ids={ids} />
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
}

/** As high as these messages are, about. */
function Placeholder({ ref, ids }: { readonly ref?: Ref<HTMLDivElement>; readonly ids: readonly string[] }) {
  const style = { '--messages': ids.length } as React.CSSProperties
  return <div ref={ref} className="transcript-place" data-first={ids[0]} data-count={ids.length} style={style} />
}
