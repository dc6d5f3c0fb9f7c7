import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SummaryAccount } from '../../../../contract/documents.js'
import { accountWords } from './account-words.js'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const account = (
  [read, empty = 0, failed = 0, unread = 0]: readonly number[],
  total: number,
  more: Partial<SummaryAccount> = {},
): SummaryAccount => ({
  pages: (read ?? 0) + empty + failed + unread,
  read: read ?? 0,
  empty: numbers(empty),
  failed: numbers(failed),
  unread: numbers(unread),
  withoutNote: [],
  parts: { done: total, total },
  notes: 0,
  notesUsed: 0,
  points: 0,
  supported: 0,
  toCheck: 0,
  ...more,
})
/** The first part is on page 1, the second on page 2, and so on. */
const without = (parts = 0, merges = 0, forms = 0) => ({
  parts: numbers(parts).map((page) => ({ firstPage: page, lastPage: page })),
  merges,
  forms,
})
const rests = (notes: number, notesUsed: number, supported: number, toCheck: number) => ({
  notes,
  notesUsed,
  points: supported + toCheck,
  supported,
  toCheck,
})

test.each([
  [account([3], 7), without(), 'All 3 pages were read, in 7 parts.'],
  [account([1], 1), without(), 'The only page was read, in 1 part.'],
  [
    account([410, 2], 37),
    without(),
    'All 412 pages were read, in 37 parts; 2 hold no text. Without text: pages 1 and 2.',
  ],
  [account([2, 1], 1), without(), 'All 3 pages were read, in 1 part; 1 holds no text. Without text: page 1.'],
  [
    account([5, 1, 1], 4, { withoutNote: [3, 5, 6, 7] }),
    without(),
    '6 of 7 pages were read, in 4 parts; 1 holds no text, 1 could not be read. ' +
      'Without text: page 1. Unreadable: page 1. Nothing noted: pages 3 and 5 to 7.',
  ],
  [account([3, 0, 0, 4], 7, { parts: { done: 2, total: 7 } }), without(), '2 of 7 parts were read; 4 were not read.'],
  [account([6_700], 1_234), without(), 'All 6,700 pages were read, in 1,234 parts.'],
  [
    account([9], 5),
    without(1),
    'All 9 pages were read, in 5 parts. The model made no note on 1 part (page 1); its first sentence is used instead.',
  ],
  [
    account([9], 5),
    without(5, 2, 1),
    'All 9 pages were read, in 5 parts. The model made no note on any part; their first sentences are used instead. ' +
      'The model could not combine the notes in 2 steps; the first notes are used instead. ' +
      'The model could not write it in this form; its points stand as they were noted.',
  ],
  [
    account([410, 2], 37, rests(37, 31, 11, 1)),
    without(),
    'All 412 pages were read, in 37 parts; 2 hold no text. ' +
      'The summary uses 31 of 37 notes; 11 of 12 points are supported by their passage, 1 to check. ' +
      'Without text: pages 1 and 2.',
  ],
  [
    account([3], 2, rests(12, 12, 12, 0)),
    without(),
    'All 3 pages were read, in 2 parts. The summary uses all 12 notes; all 12 points are supported by their passage.',
  ],
  [
    account([1], 1, rests(1, 1, 1, 0)),
    without(),
    'The only page was read, in 1 part. The summary uses its only note; its only point is supported by its passage.',
  ],
  [
    account([3], 2, rests(1_200, 1, 1, 2)),
    without(),
    'All 3 pages were read, in 2 parts. ' +
      'The summary uses 1 of 1,200 notes; 1 of 3 points is supported by its passage, 2 to check.',
  ],
  [
    account([3], 2, { ...rests(5, 4, 1, 1), points: 4 }),
    without(),
    'All 3 pages were read, in 2 parts. The summary uses 4 of 5 notes.',
  ],
])('the account is grammatical and true: %#', (facts, steps, sentence) => {
  expect(accountWords(facts, steps)).toBe(sentence)
})

test('the account says "All pages" only when every page and every part was read', () => {
  const some = fc.nat({ max: 5 })
  fc.assert(
    fc.property(some, some, some, some, some, some, (read, empty, failed, unread, done, more) => {
      fc.pre(read + empty + failed + unread > 1)
      const parts = { done, total: done + more }
      const words = accountWords(account([read, empty, failed, unread], done + more, { parts }), without())
      expect(words.startsWith('All ')).toBe(failed + unread + more === 0)
      expect(words).not.toMatch(/\b1 (?:parts|pages|were|hold )\b/)
    }),
  )
})

test('"all points are supported" is said only when each was measured and found so', () => {
  const some = fc.nat({ max: 5 })
  fc.assert(
    fc.property(some, some, some, (supported, toCheck, unmeasured) => {
      const points = supported + toCheck + unmeasured
      const words = accountWords(account([2], 1, { ...rests(6, 3, supported, toCheck), points }), without())
      expect(/(?:all \d+ points are|only point is) supported/.test(words)).toBe(points > 0 && supported === points)
      expect(words).not.toMatch(/\b1 (?:notes|points are)\b/)
    }),
  )
})
