import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PageState } from '../../../../contract/documents.js'
import { accountOf } from './account.js'

const pages = (read: number, empty = 0, failed = 0, unread = 0): PageState[] => [
  ...Array<PageState>(read).fill('read'),
  ...Array<PageState>(empty).fill('empty'),
  ...Array<PageState>(failed).fill('failed'),
  ...Array<PageState>(unread).fill('unread'),
]
const steps = (total: number, partsWithoutNote = 0, mergesWithoutModel = 0, done = total) => ({
  parts: { done, total },
  partsWithoutNote,
  mergesWithoutModel,
})

test.each([
  [pages(3), steps(7), 'All 3 pages were read, in 7 parts.'],
  [pages(1), steps(1), 'The only page was read, in 1 part.'],
  [pages(410, 2), steps(37), 'All 412 pages were read, in 37 parts; 2 hold no text.'],
  [pages(2, 1), steps(1), 'All 3 pages were read, in 1 part; 1 holds no text.'],
  [pages(5, 1, 1), steps(4), '6 of 7 pages were read, in 4 parts; 1 holds no text, 1 could not be read.'],
  [pages(3, 0, 0, 4), steps(7, 0, 0, 2), '2 of 7 parts were read; 4 were not read.'],
  [pages(6_700), steps(1_234), 'All 6,700 pages were read, in 1,234 parts.'],
  [
    pages(9),
    steps(5, 1),
    'All 9 pages were read, in 5 parts. The model made no note on 1 part; its first sentence is used instead.',
  ],
  [
    pages(9),
    steps(5, 5, 2),
    'All 9 pages were read, in 5 parts. The model made no note on any part; their first sentences are used instead. ' +
      'The model could not combine the notes in 2 steps; the first notes are used instead.',
  ],
])('the account is grammatical and true: %#', (states, made, sentence) => {
  expect(accountOf(states, made)).toBe(sentence)
})

test('the account says "All" only when every page and every part was read', () => {
  const some = fc.nat({ max: 5 })
  fc.assert(
    fc.property(some, some, some, some, some, some, (read, empty, failed, unread, done, more) => {
      fc.pre(read + empty + failed + unread > 1)
      const account = accountOf(pages(read, empty, failed, unread), steps(done + more, 0, 0, done))
      expect(account.startsWith('All ')).toBe(failed + unread + more === 0)
      expect(account).not.toMatch(/\b1 (?:parts|pages|were|hold )\b/)
    }),
  )
})
