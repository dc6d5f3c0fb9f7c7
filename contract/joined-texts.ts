import type { TranscriptEvent } from './streams.js'

/** Joins the texts that follow each other, so that the cost of a packet does not grow with its tokens. */
export function joinedTexts(events: readonly TranscriptEvent[]): readonly TranscriptEvent[] {
  const joined: TranscriptEvent[] = []
  for (const event of events) {
    const last = joined.at(-1)
    const isSame =
      last?.type === 'text' &&
      event.type === 'text' &&
      last.messageId === event.messageId &&
      last.channel === event.channel
    if (isSame)
      joined[joined.length - 1] = { ...event, text: last.text + event.text, count: countOf(last) + countOf(event) }
    else joined.push(event)
  }
  return joined
}

/** How many changes an event stands for. */
export const countOf = (event: TranscriptEvent): number => (event.type === 'text' ? event.count : undefined) ?? 1
