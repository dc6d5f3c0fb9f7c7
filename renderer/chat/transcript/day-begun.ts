import type { Message } from '../../../contract/chat.js'

export interface MessagePlace {
  readonly id: string
  readonly beforeId: string | undefined
  /** The start of today in ms since the epoch. */
  readonly today: number
}

/** The start of the day that begins with a message; undefined within a day, and where all is of today. */
export function dayBegun(
  messages: Readonly<Record<string, Pick<Message, 'createdAt'>>>,
  { id, beforeId, today }: MessagePlace,
): number | undefined {
  const at = messages[id]?.createdAt
  if (at === undefined) return undefined
  const day = startOfDay(at)
  if (beforeId === undefined) return day === today ? undefined : day
  const before = messages[beforeId]?.createdAt
  return before === undefined || startOfDay(before) === day ? undefined : day
}

const startOfDay = (at: number) => new Date(at).setHours(0, 0, 0, 0)
