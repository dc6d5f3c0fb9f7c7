import { expect, test } from 'vitest'
import { documentFormats, documentTooLarge, kindLabel, kindLabels, maxDocumentBytes } from './documents.js'

test('a file just above the limit is not shown with the allowed size', () => {
  expect(documentTooLarge('report.txt', maxDocumentBytes + 1)).toBe(
    'report.txt is too large: 105 MB. A document can have up to 100 MB.',
  )
})

test('no extension belongs to two kinds, and each is in lower case', () => {
  const extensions = Object.values(documentFormats).flatMap((format) => format.extensions)
  expect(new Set(extensions).size).toBe(extensions.length)
  for (const extension of extensions) expect(extension).toMatch(/^[a-z0-9]+$/)
})

test('labels start with a capital letter', () => {
  expect(kindLabels).toMatch(/^Text.* and /)
  expect(kindLabel('text')).toBe('Text')
})
