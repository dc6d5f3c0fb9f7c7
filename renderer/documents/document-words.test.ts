import { expect, test } from 'vitest'
import type { AddedDocument } from '../../contract/documents.js'
import { describeDocument, missingWords, viewWords } from './document-words.js'

const none = { total: 0, empty: 0, failed: 0 }
const document: Pick<AddedDocument, 'kind' | 'pages' | 'bytes' | 'tokens' | 'state'> = {
  kind: 'markdown',
  bytes: 43_210,
  state: 'read',
  pages: { total: 12, empty: 0, failed: 0 },
}

test('a document is described by kind, pages, size and tokens, without those that are not known yet', () => {
  expect(describeDocument({ ...document, tokens: 9_400 })).toBe('Markdown · 12 pages · 43 KB · 9,400 tokens')
  expect(describeDocument({ ...document, kind: 'text', pages: none, state: 'waiting' })).toBe(
    'Text · 43 KB · waiting to be read',
  )
  expect(describeDocument({ ...document, pages: none, state: 'reading' })).toBe('Markdown · 43 KB · being read')
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
  expect(viewWords({ sees: 'gone' }, 3)).toBe('The model does not see it any more')
})
