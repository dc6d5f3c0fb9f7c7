import { expect, test } from 'vitest'
import type { BatchRow } from '../../contract/batch.js'
import type { AddedDocument } from '../../contract/documents.js'
import { batchProgress, batchTitle, separable, separateWords } from './batch-words.js'

const item = { name: 'a.txt', documentId: 'd' }
const done: BatchRow = { ...item, state: 'done', answer: 'Ada', links: [], tookMs: 1 }
const failed: BatchRow = { ...item, state: 'failed', error: { code: 'no-answer', message: 'No answer.' } }
const waiting: BatchRow = { ...item, state: 'waiting' }
const attached = (...kinds: readonly AddedDocument['kind'][]) =>
  kinds.map((kind, index) => ({ name: `${index}.${kind}`, kind, state: 'read' }) as const)

test('several documents and the rows of one table can be asked about separately, one text can not', () => {
  expect(separable([])).toBeUndefined()
  expect(separable(attached('pdf'))).toBeUndefined()
  expect(separable(attached('csv'))).toBe('table')
  expect(separable(attached('csv', 'xlsx'))).toBe('documents')
  expect(separable(attached('text', 'pdf'))).toBe('documents')
})

test('the choice says what it makes', () => {
  expect(separateWords('documents', attached('text', 'pdf'))).toBe('One answer for each of the 2 documents, in a table')
  expect(separateWords('table', attached('csv'))).toBe('One answer for each row of 0.csv, in a table')
})

test('progress counts what is over, and says what failed and why nothing moves', () => {
  expect(batchProgress({ state: 'running', rows: [done, waiting, waiting] })).toBe('1 of 3')
  expect(batchProgress({ state: 'paused', rows: [done, failed, waiting] })).toBe('Paused, 2 of 3, 1 failed')
  expect(batchProgress({ state: 'done', rows: [done, done] })).toBe('2 of 2')
  expect(batchTitle({ source: 'table', rows: [done] })).toBe('Each of 1 row')
})
