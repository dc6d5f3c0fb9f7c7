import type { Conversation } from '../../contract/chat.js'
import { daysBetween, nearDay, yearUnless } from '../ui/days.js'
import type { Section } from './list-layout.js'

/** Groups conversations, newest first: Today, Yesterday, Previous 7 days, then by month, with the year if it is not this one. */
export function groupByDate(
  conversations: readonly Conversation[],
  now: Date,
  timeOf: (conversation: Conversation) => number = ({ updatedAt }) => updatedAt,
): readonly Section<Conversation>[] {
  const groups: { label: string; rows: Conversation[]; month: number }[] = []
  for (const conversation of conversations) {
    const time = new Date(timeOf(conversation))
    const last = groups.at(-1)
    // Formatting a date takes a hundred times as long as comparing months.
    const month = isNear(time, now) ? -1 : time.getFullYear() * 12 + time.getMonth()
    if (last && last.month === month && (month >= 0 || last.label === labelOf(time, now))) last.rows.push(conversation)
    else groups.push({ label: labelOf(time, now), rows: [conversation], month })
  }
  return groups
}

const isNear = (time: Date, now: Date) => daysBetween(time, now) <= 7

function labelOf(time: Date, now: Date): string {
  const days = daysBetween(time, now)
  if (days <= 1) return nearDay(days)
  if (days <= 7) return 'Previous 7 days'
  return time.toLocaleDateString('en', { month: 'long', ...yearUnless(time, now) })
}

/** Today, Yesterday, or the day, with the year if it is not this one. */
export function dayInWords(time: Date, now: Date): string {
  const days = daysBetween(time, now)
  return days <= 1
    ? nearDay(days)
    : time.toLocaleDateString('en', { day: 'numeric', month: 'short', ...yearUnless(time, now) })
}
