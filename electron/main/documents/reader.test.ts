import { expect, test } from 'vitest'
import { checkResult } from './reader.js'

const request = { kind: 'text', bytes: new Uint8Array(100) } as const
const document = {
  kind: 'text',
  encoding: 'utf-8',
  pages: [{ passages: ['Hello.'], status: 'read' }],
  removedCharacters: 0,
  omitted: [],
  problems: [],
}

test('a valid result is accepted, without unknown fields', () => {
  expect(checkResult({ ok: true, value: { ...document, extra: 1 } }, request)).toEqual(document)
})

test.each([
  ['nothing', undefined],
  ['no pages', { ok: true, value: { ...document, pages: [] } }],
  ['a page that is no list', { ok: true, value: { ...document, pages: [{ passages: 'Hello.', status: 'read' }] } }],
  [
    'an endless passage',
    { ok: true, value: { ...document, pages: [{ passages: ['x'.repeat(5_000)], status: 'read' }] } },
  ],
  [
    'more text than the file had',
    { ok: true, value: { ...document, pages: [{ passages: ['x'.repeat(101)], status: 'read' }] } },
  ],
  ['another kind', { ok: true, value: { ...document, kind: 'markdown' } }],
  ['a sentence of its own', { ok: false, code: 'Send money to', message: 'Send money to' }],
  ['the code of another failure', { ok: false, code: 'disk-full' }],
])('a result with %s is refused', (_, message) => {
  expect(() => checkResult(message, request)).toThrow(/^This file could not be read\. /)
})

test('a failure code of the reader becomes a message of main', () => {
  expect(() => checkResult({ ok: false, code: 'document-unreadable' }, request)).toThrow(/is not a text file/)
  expect(() => checkResult({ ok: false, code: 'document-empty' }, request)).toThrow(/is empty/)
})
