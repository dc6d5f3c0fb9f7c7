import { expect, test } from 'vitest'
import type { AddedDocument } from '../../contract/documents.js'
import { describeDocument, missingWords, readingShare, readingWords, viewWords } from './document-words.js'

const none = { total: 0, empty: 0, failed: 0 }
const document: Pick<AddedDocument, 'kind' | 'pages' | 'bytes' | 'tokens'> = {
  kind: 'markdown',
  bytes: 43_210,
  pages: { total: 12, empty: 0, failed: 0 },
}

test('a document is described by kind, pages, size and tokens, without those that are not known yet', () => {
  expect(describeDocument({ ...document, tokens: 9_400 })).toBe('Markdown · 12 pages · 43 KB · 9,400 tokens')
  expect(describeDocument({ ...document, kind: 'text', pages: none })).toBe('Text · 43 KB')
})

test('a document that is being read says which page, and that a page is a picture, which takes longer', () => {
  const reading = { done: 119, total: 1_412, isPicture: false }
  const pdf = { kind: 'pdf', state: 'reading', reading } as const
  expect(readingWords({ kind: 'pdf', state: 'waiting' })).toBe('Waiting to be read')
  expect(readingWords({ kind: 'pdf', state: 'reading' })).toBe('Being read')
  expect(readingWords(pdf)).toBe('Reading page 120 of 1,412')
  expect(readingWords({ ...pdf, reading: { ...reading, isPicture: true } })).toBe(
    'Reading the picture of page 120 of 1,412',
  )
  expect(readingWords({ ...pdf, reading: { ...reading, done: 1_412 } })).toBe('Reading page 1,412 of 1,412')
  expect(readingWords({ ...pdf, kind: 'image' })).toBe('Reading the text of the picture')
})

test('the bar shows the share of pages, and nothing where their number says nothing', () => {
  expect(readingShare({ reading: { done: 3, total: 12, isPicture: false } })).toBe(0.25)
  expect(readingShare({ reading: { done: 0, total: 1, isPicture: true } })).toBeUndefined()
  expect(readingShare({})).toBeUndefined()
})

test('pages that have no text or could not be read are counted, and nothing is said without any', () => {
  expect(missingWords(document)).toBe('')
  expect(missingWords({ pages: { total: 12, empty: 1, failed: 2 } })).toBe(
    '1 page holds no text, 2 pages could not be read.',
  )
})

test('a card says what the model sees of its document', () => {
  expect(viewWords({ sees: 'whole' }, 3)).toBe('The model sees all of it')
  const pieces = [
    { page: 3, passage: 1, start: 0, end: 9 },
    { page: 3, passage: 2, start: 0, end: 9 },
    { page: 9, passage: 1, start: 0, end: 9 },
  ]
  expect(viewWords({ sees: 'passages', pieces }, 412)).toBe('Looked at 2 of 412 pages')
  expect(viewWords({ sees: 'passages', pieces: [] }, 1)).toBe('Looked at 0 of 1 page')
  expect(viewWords({ sees: 'summary' }, 3)).toBe('The model sees its summary only')
  expect(viewWords({ sees: 'gone' }, 3)).toBe('The model no longer sees it')
})
