import type { QueueEntry } from '../../contract/queue.js'

const aside: ReadonlySet<QueueEntry['purpose']> = new Set(['title', 'check', 'weigh', 'filter'])

/** The first waiting run of a conversation, unless one of its runs has the engine. Ignores titles and checks, which let others go first. */
export const waitingEntry = (queue: readonly QueueEntry[], conversationId: string): QueueEntry | undefined => {
  const own = queue.filter((entry) => entry.conversationId === conversationId && !aside.has(entry.purpose))
  return own.some(({ place }) => place === 0) ? undefined : own[0]
}
