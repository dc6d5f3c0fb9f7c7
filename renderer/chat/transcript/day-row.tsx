import './day-row.css'
import { memo } from 'react'
import { localDate } from '../../../contract/local-date.js'
import { useConversations } from '../../stores/conversations.js'
import { fullDay } from '../../ui/days.js'
import { dayBegun, type MessagePlace } from './day-begun.js'

/** The day on which a message was sent, where it is another one than that of the message before. */
export const DayRow = memo(({ id, beforeId, today }: MessagePlace) => {
  const begun = useConversations(({ transcript }) => dayBegun(transcript?.messages ?? {}, { id, beforeId, today }))
  if (begun === undefined) return null
  const day = new Date(begun)
  return (
    <p className="transcript-day">
      <time dateTime={localDate(day)}>{fullDay(day, new Date(today))}</time>
    </p>
  )
})
