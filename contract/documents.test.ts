import { expect, test } from 'vitest'
import { documentTooLarge, maxDocumentBytes } from './documents.js'

test('a file just above the limit does not read as if it had the size that is allowed', () => {
  expect(documentTooLarge('report.txt', maxDocumentBytes + 1)).toBe(
    'report.txt is too large: 21 MB, and a document holds up to 20 MB.',
  )
})
