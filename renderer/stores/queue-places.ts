import type { QueueEntry } from '../../contract/queue.js'

/** What of a conversation waits for the engine first; titles wait unseen. */
export const waitingEntry = (queue: readonly QueueEntry[], conversationId: string): QueueEntry | undefined => {
  const own = queue.filter((entry) => entry.conversationId === conversationId && entry.purpose !== 'title')
  return own.some(({ place }) => place === 0) ? undefined : own[0]
}
