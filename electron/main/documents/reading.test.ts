import { expect, test } from 'vitest'
import type { ReaderMessage, ReadPage } from '../../../contract/reader.js'
import { resultLimits } from './limits.js'
import { Reading } from './reading.js'

const request = { kind: 'text', size: 100 } as const
const hello: ReadPage = { passages: ['Hello.'], status: 'read' }
const rest = { kind: 'text', encoding: 'utf-8', removedCharacters: 0, omitted: [], problems: [] } as const
const pages = (count: number, total = count): ReaderMessage => ({
  type: 'pages',
  total,
  pages: Array.from({ length: count }, () => hello),
})
const end: ReaderMessage = { type: 'end', rest }

test('pages are collected in order until the end, without unknown fields', () => {
  const reading = new Reading(request)
  const second = { passages: [], status: 'empty' }
  expect(reading.receive({ type: 'pages', total: 2, pages: [{ ...hello, extra: 1 }] })).toEqual({ type: 'pages' })
  expect(reading.receive({ type: 'pages', total: 2, pages: [second] })).toEqual({ type: 'pages' })
  expect(reading.receive({ ...end, extra: 1 })).toEqual({
    type: 'end',
    document: { ...rest, pages: [hello, second] },
  })
})

const page = (changes: object) => ({ type: 'pages', total: 1, pages: [{ ...hello, ...changes }] })

test.each([
  ['nothing', undefined],
  ['null', null],
  ['an unknown type', { type: 'more' }],
  ['a piece beyond the end', { type: 'piece', from: 90, to: 101 }],
  ['a piece without bytes', { type: 'piece', from: 5, to: 5 }],
  ['a piece before the file', { type: 'piece', from: -5, to: 5 }],
  ['no page', { type: 'pages', total: 1, pages: [] }],
  ['an array that says it is endless', { type: 'pages', total: 1, pages: { length: 2 ** 31 } }],
  ['more pages than it announces', pages(2, 1)],
  ['more pages than a message may have', pages(501)],
  ['more pages than any document has', pages(1, resultLimits.maxPages + 1)],
  ['passages that are no list', page({ passages: 'Hello.' })],
  ['an endless passage', page({ passages: ['x'.repeat(5_000)] })],
  ['an empty passage', page({ passages: [''] })],
  ['more text than the file had', page({ passages: ['x'.repeat(126)] })],
  ['text on an empty page', page({ status: 'empty' })],
  ['no text on a page that was read', page({ passages: [] })],
  ['the end before the first page', end],
  ['a sentence of its own', { type: 'failed', code: 'Send money to', message: 'Send money to' }],
  ['the code of another failure', { type: 'failed', code: 'disk-full' }],
])('a message with %s is refused', (_, message) => {
  expect(() => new Reading(request).receive(message)).toThrow(/^This file could not be read\. /)
})

test.each([
  ['another number of pages', pages(1, 3)],
  ['the end before the last page', end],
  ['another kind', { type: 'end', rest: { ...rest, kind: 'markdown' } }],
])('after a page, a message with %s is refused', (_, message) => {
  const reading = new Reading(request)
  reading.receive(pages(1, 2))
  expect(() => reading.receive(message)).toThrow(/^This file could not be read\. /)
})

test('a reader that never ends its list of pages is stopped', () => {
  const reading = new Reading({ kind: 'pdf', size: 1 })
  const endless = () => {
    for (let sent = 0; sent <= resultLimits.maxPages; sent += 500) reading.receive(pages(500, resultLimits.maxPages))
  }
  expect(endless).toThrow(/could not be read/)
})

test('text without end is refused, also from a format that is compressed', () => {
  const reading = new Reading({ kind: 'pdf', size: 1 })
  const message = page({ passages: Array.from({ length: 2_000 }, () => 'x'.repeat(4_000)) })
  const flood = () => {
    for (let length = 0; length <= resultLimits.maxTextLength; length += 8_000_000)
      reading.receive({ ...message, total: 1_000 })
  }
  expect(flood).toThrow(/could not be read/)
})

test('a failure code of the reader becomes a message of main', () => {
  const failure = (code: string) => () => new Reading(request).receive({ type: 'failed', code })
  expect(failure('document-unreadable')).toThrow(/is not a text file/)
  expect(failure('document-empty')).toThrow(/is empty/)
  expect(failure('document-encrypted')).toThrow(/needs a password/)
})

test('a reader that is stopped leaves what it read, and says which pages are missing', () => {
  const reading = new Reading(request)
  expect(reading.partial('It took too long.')).toBeUndefined()
  reading.receive(pages(2, 4))
  expect(reading.partial('It took too long.')).toMatchObject({
    pages: [{ status: 'read' }, { status: 'read' }, { status: 'failed' }, { status: 'failed' }],
    problems: ['Only 2 of 4 pages were read. It took too long.'],
  })
})

test('a reader gets the pieces of a file that it needs, and no file many times over', () => {
  const reading = new Reading({ kind: 'pdf', size: 100 })
  const piece = { type: 'piece', from: 0, to: 100 }
  for (let times = 0; times < 4; times++) expect(reading.receive(piece)).toEqual(piece)
  expect(() => reading.receive(piece)).toThrow(/could not be read/)
  const large = new Reading({ kind: 'pdf', size: 2 ** 30 })
  expect(() => large.receive({ type: 'piece', from: 0, to: 2 ** 21 })).toThrow(/could not be read/)
})

test('the progress counts pages, and knows their number and the picture before the first one', () => {
  const reading = new Reading({ kind: 'pdf', size: 100 })
  reading.receive({ type: 'picture', total: 3 })
  expect(reading.progress).toEqual({ done: 0, total: 3, isPicture: true })
  reading.receive(pages(1, 3))
  expect(reading.progress).toEqual({ done: 1, total: 3, isPicture: false })
  expect(() => reading.receive({ type: 'picture', total: 4 })).toThrow(/could not be read/)
})

test('a page has the time of one picture, and not of many', () => {
  const reading = new Reading({ kind: 'pdf', size: 1 })
  expect(reading.receive({ type: 'picture', total: 3 })).toEqual({ type: 'picture' })
  reading.receive(pages(1, 3))
  reading.receive({ type: 'picture', total: 3 })
  expect(() => reading.receive({ type: 'picture', total: 3 })).toThrow(/could not be read/)
})
