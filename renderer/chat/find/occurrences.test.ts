import { expect, test } from 'vitest'
import type { Message } from '../../../contract/chat.js'
import type { TranscriptState } from '../../stores/transcript.js'
import { countsIn, firstAfter, numberOf, occurrenceAt, totalOf } from './occurrences.js'

const job = { options: { form: 'points' }, summary: [{ text: 'The ferry is late.', page: 2 }] }
const transcript = { documents: {}, jobs: { j: job } } as unknown as TranscriptState
const messages = [
  { id: 'q', role: 'user', text: 'Ferry, ferry or FERRY?' },
  { id: 'a', role: 'assistant', text: 'The f*err*y, see `ferry`.', reasoning: 'A ferry.' },
  { id: 'd', role: 'document', jobId: 'j' },
  { id: 'n', role: 'assistant', text: 'None.', reasoning: '' },
] as unknown as readonly Message[]
const counts = messages.flatMap((message) => countsIn(message, transcript, 'Ferry'))

test('every occurrence counts, in any case, in what the window shows: also within marks, reasoning and summaries', () => {
  expect(counts).toEqual([
    { messageId: 'q', part: 'question', count: 3 },
    { messageId: 'a', part: 'reasoning', count: 1 },
    { messageId: 'a', part: 'answer', count: 2 },
    { messageId: 'd', part: 'summary', count: 1 },
  ])
  expect(totalOf(counts)).toBe(7)
  expect(messages.flatMap((message) => countsIn(message, transcript, ''))).toEqual([])
})

test('each number names one occurrence, and each occurrence its number', () => {
  for (let index = 0; index < totalOf(counts); index++) {
    const occurrence = occurrenceAt(counts, index)
    expect(occurrence && numberOf(counts, occurrence)).toBe(index)
  }
  expect(occurrenceAt(counts, 7)).toBeUndefined()
  expect(numberOf(counts, { messageId: 'd', part: 'summary', nth: 1 })).toBeUndefined()
  expect(firstAfter(counts, new Set(['a', 'd']))).toBe(3)
  expect(firstAfter(counts, new Set(['n']))).toBe(0)
})
