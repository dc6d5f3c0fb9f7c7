import { expect, test } from 'vitest'
import { documentFormats, documentTooLarge, kindLabel, kindLabels, maxDocumentBytes } from './documents.js'

test('a file just above the limit does not read as if it had the size that is allowed', () => {
  expect(documentTooLarge('report.txt', maxDocumentBytes + 1)).toBe(
    'report.txt is too large: 21 MB, and a document holds up to 20 MB.',
  )
})

test('no extension stands for two kinds, and each is written as names of files are compared', () => {
  const extensions = Object.values(documentFormats).flatMap((format) => format.extensions)
  expect(new Set(extensions).size).toBe(extensions.length)
  for (const extension of extensions) expect(extension).toMatch(/^[a-z0-9]+$/)
})

test('labels read as the beginning of a line', () => {
  expect(kindLabels).toMatch(/^Text.* and /)
  expect(kindLabel('text')).toBe('Text')
})
