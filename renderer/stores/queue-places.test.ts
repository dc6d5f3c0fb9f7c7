import { expect, test } from 'vitest'
import type { QueueEntry } from '../../contract/queue.js'
import { waitingEntry } from './queue-places.js'

const entry = (place: number, conversationId: string, purpose: QueueEntry['purpose'] = 'reply'): QueueEntry => ({
  id: `${place}`,
  purpose,
  conversationId,
  targetId: 't',
  place,
})

test('a conversation waits unless one of its runs has the engine; a run for a title does not count', () => {
  const queue = [entry(0, 'a'), entry(1, 'b'), entry(2, 'a', 'document'), entry(3, 'c', 'title')]
  expect(waitingEntry(queue, 'a')).toBeUndefined()
  expect(waitingEntry(queue, 'b')?.place).toBe(1)
  expect(waitingEntry(queue, 'c')).toBeUndefined()
})
