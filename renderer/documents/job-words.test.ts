import { expect, test } from 'vitest'
import type { DocumentJob } from '../../contract/documents.js'
import { describeProgress, progressOf, summaryText } from './job-words.js'

const job = (change: Partial<DocumentJob>): DocumentJob => ({
  id: 'j',
  conversationId: 'c',
  documentId: 'd',
  options: { form: 'points' },
  name: 'minutes.md',
  state: 'running',
  pages: Array.from<'read'>({ length: 12 }).fill('read'),
  parts: { done: 0, total: 0 },
  merges: { done: 0, total: 0 },
  summary: [],
  ...change,
})

test.each([
  [{ state: 'cancelled' }, 'Cancelled. The notes so far are kept.'],
  [{}, 'Planning the parts'],
  [{ parts: { done: 11, total: 37 }, remainingMs: 240_000 }, 'Notes: part 12 of 37, about 4 minutes left'],
  [{ parts: { done: 37, total: 37 }, merges: { done: 1, total: 3 } }, 'Combining the notes: 2 of 3'],
  [{ parts: { done: 37, total: 37 }, merges: { done: 3, total: 3 } }, 'Writing the summary'],
  [{ state: 'paused', parts: { done: 1, total: 3 } }, 'Paused, 1 of 3 parts done'],
] satisfies [Partial<DocumentJob>, string][])('the progress says what the job does now: %j', (change, words) => {
  expect(describeProgress(job(change), { kind: 'text', state: 'read' })).toBe(words)
})

test.each([
  ['waiting', 'Waiting to be read'],
  ['reading', 'Being read'],
  ['read', 'Waiting for the model'],
] as const)('a job that waits for a document that is %s says so', (state, words) => {
  expect(describeProgress(job({ state: 'waiting' }), { kind: 'text', state })).toBe(words)
})

test('the progress is the finished share, and undefined before the parts are planned', () => {
  expect(progressOf(job({}))).toBeUndefined()
  expect(progressOf(job({ parts: { done: 3, total: 4 }, merges: { done: 0, total: 2 } }))).toBe(0.5)
})

test('a copied summary contains its pages and its account', () => {
  const summary = [
    { text: 'The ferry was repaired.', page: 2, passage: 1, isQuote: true },
    { text: 'It is free.', isQuote: false },
  ]
  expect(summaryText(job({ summary, account: 'All 12 pages were read.' }))).toBe(
    '# Summary of minutes.md\n\n- The ferry was repaired. (p. 2)\n- It is free.\n\nAll 12 pages were read.',
  )
})

test('a copied summary reads in its form, and names what is to be checked', () => {
  const summary = [
    { text: 'It was repaired.', page: 2, isQuote: false, heading: 'May 2024', support: 0.9, unfound: ['May'] },
    { text: 'It sailed.', page: 3, isQuote: false, heading: 'June 2024', support: 0.9, unfound: [] },
  ]
  expect(summaryText(job({ summary, options: { form: 'timeline' }, account: 'All 12 pages were read.' }))).toBe(
    '# Summary of minutes.md\n\n- **May 2024**: It was repaired. (p. 2)\n- **June 2024**: It sailed. (p. 3)\n\n' +
      'All 12 pages were read.\n\n- It was repaired. (p. 2) To check: not on its page: May.',
  )
})
