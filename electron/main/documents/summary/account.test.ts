import { expect, test } from 'vitest'
import type { PageState, SummaryPoint } from '../../../../contract/documents.js'
import { accountFacts, pageMarks } from './account.js'

const note = (page: number, passage: number, text: string): SummaryPoint => ({ text, page, passage, isQuote: false })
const notes = [
  note(1, 1, 'The ferry was repaired in March.'),
  note(1, 2, 'The bridge stays closed until June.'),
  note(2, 1, 'The museum counted 9,400 visitors.'),
]
const pages: readonly PageState[] = ['read', 'read', 'read', 'empty', 'failed', 'unread']
const supported = { support: 0.9, unfound: [] }

test('the account counts pages, notes and points', () => {
  const summary = [
    { ...note(1, 1, 'In March the ferry was repaired.'), ...supported },
    { ...note(2, 1, 'The museum counted 9,500 visitors.'), support: 0.9, unfound: ['9,500'] },
  ]
  expect(accountFacts({ pages, parts: { done: 2, total: 2 }, notes, summary })).toEqual({
    pages: 6,
    read: 3,
    empty: [4],
    failed: [5],
    unread: [6],
    withoutNote: [3],
    parts: { done: 2, total: 2 },
    notes: 3,
    notesUsed: 2,
    points: 2,
    supported: 1,
    toCheck: 1,
  })
})

test('a page has the mark of what became of it, and only a page that the summary rests on is used', () => {
  const summary = [note(1, 1, 'In March the ferry was repaired.')]
  expect(pageMarks(pages, notes, summary)).toEqual(['used', 'noted', 'read', 'empty', 'failed', 'unread'])
})
