import { fullDay, timeOfDay } from '../../ui/days.js'

/** When a message was sent: the time of day, and the day as a tip. */
export function MessageTime({ createdAt }: { readonly createdAt: number | undefined }) {
  if (createdAt === undefined) return null
  const time = new Date(createdAt)
  const words = timeOfDay(time)
  return (
    <time
      className="message-time number"
      dateTime={time.toISOString()}
      title={`${fullDay(time, new Date())}, ${words}`}
    >
      {words}
    </time>
  )
}
