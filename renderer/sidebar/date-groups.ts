import type { Conversation } from '../../contract/chat.js'

export interface DateGroup {
  readonly label: string
  readonly conversations: readonly Conversation[]
}

/** Groups conversations, newest first: Today, Yesterday, Previous 7 days, then by month, with the year if it is not this one. */
export function groupByDate(
  conversations: readonly Conversation[],
  now: Date,
  timeOf: (conversation: Conversation) => number = ({ updatedAt }) => updatedAt,
): readonly DateGroup[] {
  const groups: { label: string; conversations: Conversation[] }[] = []
  for (const conversation of conversations) {
    const label = labelOf(new Date(timeOf(conversation)), now)
    const last = groups.at(-1)
    if (last?.label === label) last.conversations.push(conversation)
    else groups.push({ label, conversations: [conversation] })
  }
  return groups
}

function labelOf(time: Date, now: Date): string {
  // Count calendar days, not periods of 24 hours: with daylight saving a day can have 23 or 25 hours.
  const days = Math.round((startOfDay(now) - startOfDay(time)) / 86_400_000)
  if (days <= 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days <= 7) return 'Previous 7 days'
  const isThisYear = time.getFullYear() === now.getFullYear()
  return time.toLocaleDateString('en', isThisYear ? { month: 'long' } : { month: 'long', year: 'numeric' })
}

const startOfDay = (time: Date) => Date.UTC(time.getFullYear(), time.getMonth(), time.getDate())
