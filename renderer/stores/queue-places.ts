import type { QueueEntry } from '../../contract/queue.js'

/** The first waiting run of a conversation, unless one of its runs has the engine. Ignores titles. */
export const waitingEntry = (queue: readonly QueueEntry[], conversationId: string): QueueEntry | undefined => {
  const own = queue.filter((entry) => entry.conversationId === conversationId && entry.purpose !== 'title')
  return own.some(({ place }) => place === 0) ? undefined : own[0]
}
