import { expect, test } from 'vitest'
import { documentFormats, documentTooLarge, kindLabel, kindLabels, maxDocumentBytes } from './documents.js'

test('the refusal of a file just above the limit does not show the limit as its size', () => {
  expect(documentTooLarge('report.txt', maxDocumentBytes + 1)).toBe(
    'report.txt is too large: 21 MB, and a document holds up to 20 MB.',
  )
})

test('every extension belongs to one kind and is lower case without a dot', () => {
  const extensions = Object.values(documentFormats).flatMap((format) => format.extensions)
  expect(new Set(extensions).size).toBe(extensions.length)
  for (const extension of extensions) expect(extension).toMatch(/^[a-z0-9]+$/)
})

test('labels start with a capital letter', () => {
  expect(kindLabels).toMatch(/^Text.* and /)
  expect(kindLabel('text')).toBe('Text')
})
