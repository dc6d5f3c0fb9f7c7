import { expect, test } from 'vitest'
import { isSeenIn, Notes } from './notes.mjs'

test.each([
  ['', 'anything'],
  ['The ferry is bl', 'The **ferry** is blue.'],
  ['first second see here', '1. first\n2. second\n[see here](https://example.org/x)'],
  ['東京に行き', '東京に行きました'],
])('%j is seen in %j: marks that rendering removes are not lost', (seen, stored) =>
  expect(isSeenIn(seen, stored)).toBe(true),
)

test.each([
  ['The ferry is blue and', 'The ferry is blue'],
  ['one two three', 'one three'],
  ['one two', 'two one'],
  ['word', ''],
])('%j is not seen in %j: a lost end, a gap and another order are found', (seen, stored) => {
  expect(isSeenIn(seen, stored)).toBe(false)
})

test('a reply without its message is not counted, and a message is counted once', () => {
  const notes = new Notes()
  notes.noteReply('never shown', { answer: 'x', reasoning: '' })
  notes.noteMessage('shown')
  notes.noteMessage('shown')
  expect(notes.size).toBe(1)
  notes.noteReply('shown', { answer: 'x', reasoning: '' })
  expect(notes.size).toBe(2)
})
