import type { Conversation } from '../../contract/chat.js'
import { dateFormat, daysBetween, nearDay } from '../ui/days.js'
import type { Section } from './list-layout.js'

const monthInWords = dateFormat({ month: 'long' })
const shortDay = dateFormat({ day: 'numeric', month: 'short' })

/** Groups conversations, newest first: Today, Yesterday, Previous 7 days, then by month, with the year if it is not this one. */
export function groupByDate(
  conversations: readonly Conversation[],
  now: Date,
  timeOf: (conversation: Conversation) => number = ({ updatedAt }) => updatedAt,
): readonly Section<Conversation>[] {
  const groups: (Section<Conversation> & Period & { rows: Conversation[] })[] = []
  for (const conversation of conversations) {
    const time = timeOf(conversation)
    const last = groups.at(-1)
    // Comparing two numbers takes a hundredth of the time that a date takes.
    if (last && time >= last.from && time < last.before) last.rows.push(conversation)
    else groups.push({ label: labelOf(new Date(time), now), rows: [conversation], ...periodOf(new Date(time), now) })
  }
  return groups
}

/** The times with the same label as one of them, in milliseconds. */
interface Period {
  readonly from: number
  readonly before: number
}

function periodOf(time: Date, now: Date): Period {
  const dayBefore = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).getTime()
  const days = daysBetween(time, now)
  if (days <= 0) return { from: dayBefore(0), before: Number.POSITIVE_INFINITY }
  if (days === 1) return { from: dayBefore(1), before: dayBefore(0) }
  if (days <= 7) return { from: dayBefore(7), before: dayBefore(1) }
  const [year, month] = [time.getFullYear(), time.getMonth()]
  return {
    from: new Date(year, month).getTime(),
    before: Math.min(new Date(year, month + 1).getTime(), dayBefore(7)),
  }
}

function labelOf(time: Date, now: Date): string {
  const days = daysBetween(time, now)
  if (days <= 1) return nearDay(days)
  if (days <= 7) return 'Previous 7 days'
  return monthInWords(time, now)
}

/** Today, Yesterday, or the day, with the year if it is not this one. */
export function dayInWords(time: Date, now: Date): string {
  const days = daysBetween(time, now)
  return days <= 1 ? nearDay(days) : shortDay(time, now)
}
