import { expect, test } from 'vitest'
import { documentFormats, documentTooLarge, kindLabel, maxDocumentBytes, supportState } from './documents.js'

test('a file just above the limit is not shown with the allowed size', () => {
  expect(documentTooLarge('report.txt', maxDocumentBytes + 1)).toBe(
    'report.txt is too large: 524 MB. A document can have up to 500 MB.',
  )
})

test('no extension belongs to two kinds, and each is in lower case', () => {
  const extensions = Object.values(documentFormats).flatMap((format) => format.extensions)
  expect(new Set(extensions).size).toBe(extensions.length)
  for (const extension of extensions) expect(extension).toMatch(/^[a-z0-9]+$/)
})

test('a label at the start of a line begins with a capital letter', () => {
  expect(kindLabel('text')).toBe('Text')
})

test('a point is to be checked when its passage supports less than half of it or lacks a fact, and not when nobody measured', () => {
  const point = { text: 'The ferry sails.', page: 1, passage: 1, isQuote: false }
  expect(supportState(point)).toBe('unmeasured')
  expect(supportState({ ...point, support: 0.5, unfound: [] })).toBe('supported')
  expect(supportState({ ...point, support: 0.4, unfound: [] })).toBe('to-check')
  expect(supportState({ ...point, support: 0.9, unfound: ['1998'] })).toBe('to-check')
})
