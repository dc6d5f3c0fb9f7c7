import { expect, test } from 'vitest'
import type { SummaryPoint } from '../../contract/documents.js'
import { checkWords, pageName } from './point-words.js'

const point = (change: Partial<SummaryPoint>): SummaryPoint => ({ text: 'A.', page: 1, isQuote: false, ...change })

test.each([
  [undefined, 'p. 12'],
  ['iv', 'p. iv'],
  ['12', 'p. 12'],
  ['A-3', 'p. A-3'],
  ['Results of the year', 'Results of the year'],
  ['12:00', '12:00'],
])('a link shows what the page calls itself: %s', (label, name) => {
  expect(pageName(12, label)).toBe(name)
})

test.each([
  [{}, undefined],
  [{ support: 0.9, unfound: [] }, undefined],
  [{ support: 0.2, unfound: [] }, 'To check: its passage may say something else'],
  [{ support: 0.9, unfound: ['4,350', 'Ghent'] }, 'To check: not on its page: 4,350, Ghent'],
  [
    { support: 0.9, unfound: ['7'], missingQuotes: ['it sank at once'] },
    'To check: “it sank at once” is not found in the document; not on its page: 7',
  ],
] satisfies [Partial<SummaryPoint>, string | undefined][])(
  'a point is marked with what was not found, and one that was not measured is not: %j',
  (change, words) => {
    expect(checkWords(point(change))).toBe(words)
  },
)
