import { expect, test } from 'vitest'
import type { ContextCount } from '../../../contract/context.js'
import { fullness, overflowWords, percentOf, pieceWords, remedyOf, usedWords } from './context-words.js'

const count: ContextCount = {
  used: 1_204,
  available: 2_048,
  reserve: 256,
  pieces: { instructions: 60, summary: 0, messages: 1_100, documents: 0, draft: 44 },
}

test('the meter names tokens used and available, and only the pieces that have tokens', () => {
  expect(usedWords(count)).toBe('1,204 tokens used of 2,048 available')
  expect(pieceWords(count)).toBe('Parley’s and your instructions 60 · Messages 1,100 · This message 44')
})

test('the tokens reserved for the reply count as used, so that the warning comes before the refusal', () => {
  expect(fullness(count)).toBe('calm')
  expect(fullness({ ...count, used: 1_500 })).toBe('near')
  expect(
    fullness({ ...count, overflow: { tokens: 1, dropMessages: 2, dropFrees: 80, foldMessages: 2, foldFrees: 20 } }),
  ).toBe('over')
})

test('an overflow is shown in tokens, and says whether older messages are the reason', () => {
  const overflow = { tokens: 312, dropMessages: 4, dropFrees: 400, foldMessages: 6, foldFrees: 300 }
  expect(overflowWords(count, overflow, 'cut')).toBe(
    'The conversation is 312 tokens too long for this model’s context of 2,048, with 256 reserved for the reply.',
  )
  const withoutCut = overflowWords(count, { ...overflow, dropMessages: 0 }, 'draft')
  expect(withoutCut, 'the excess counts the whole prompt').toContain('The conversation is 312 tokens too long')
  expect(withoutCut).toContain('To make room, shorten this message.')
})

test('where no cut is enough, it says what to shorten: the draft, the sent message, or the instructions', () => {
  const overflow = { tokens: 312, dropMessages: 0, dropFrees: 0, foldMessages: 0, foldFrees: 0 }
  const having = (pieces: Partial<ContextCount['pieces']>) => ({ ...count, pieces: { ...count.pieces, ...pieces } })
  expect(remedyOf(count, { ...overflow, dropMessages: 2 }, true)).toBe('cut')
  expect(remedyOf(count, overflow, true)).toBe('draft')
  expect(remedyOf(having({ draft: 0 }), overflow, false)).toBe('sent')
  expect(overflowWords(having({ draft: 0 }), overflow, 'sent')).toContain(
    'To make room, shorten the message that you sent.',
  )
  expect(remedyOf(having({ instructions: 1_800 }), overflow, false)).toBe('instructions')
})

test('a context that a reply filled is not blamed on the question: the next message can drop both', () => {
  const overflow = { tokens: 198, dropMessages: 0, dropFrees: 0, foldMessages: 0, foldFrees: 0 }
  const filled = { ...count, used: 1_990, pieces: { ...count.pieces, messages: 1_930, draft: 0 } }
  expect(remedyOf(filled, overflow, true)).toBe('reply')
  const words = overflowWords(filled, overflow, 'reply')
  expect(words).toContain('Write your next message, then choose what to leave out.')
  expect(words).not.toContain('To make room')
})

test('the share of the context is a whole number that says neither nothing nor all too early', () => {
  const share = (used: number) => percentOf({ used, available: 10_000 })
  expect([0, 1, 340, 9_999, 10_000, 12_000].map(share)).toEqual(['0 %', '1 %', '3 %', '99 %', '100 %', '100 %'])
})
