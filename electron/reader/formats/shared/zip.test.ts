import { expect, test } from 'vitest'
import { FormatError } from '../read-pages.js'
import { zipOf } from '../testing/make-files.js'
import { readXmlBytes } from './xml.js'
import { Archive, maxEntries } from './zip.js'

const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)
const encode = (text: string) => new TextEncoder().encode(text)

function faultOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    if (error instanceof FormatError) return error.fault
    throw error
  }
  return 'none'
}

/** Changes a 16 or 32 bit field of each record with this signature. */
function patched(bytes: Uint8Array, signature: number, offset: number, value: number, size: 2 | 4): Uint8Array {
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  for (let at = 0; at + 46 <= copy.length; at++) {
    if (view.getUint32(at, true) !== signature) continue
    size === 2 ? view.setUint16(at + offset, value, true) : view.setUint32(at + offset, value, true)
  }
  return copy
}

const directoryRecord = 0x02014b50

test('finds entries in any case, with backslashes, dots and behind other bytes', () => {
  const zip = zipOf({ 'Word\\Document.xml': 'one', './a/../b.txt': 'two' })
  const behind = new Uint8Array([...encode('#!/bin/sh\n'), ...zip])
  for (const archive of [new Archive(zip), new Archive(behind)]) {
    expect(textOf(archive.read('word/document.XML'))).toBe('one')
    expect(textOf(archive.read('b.txt'))).toBe('two')
    expect(archive.read('c')).toBeUndefined()
  }
})

test('takes the last of entries with one name', () => {
  const zip = zipOf({ 'a.txt': 'first', 'A.txt': 'last' })
  expect(textOf(new Archive(zip).read('a.txt'))).toBe('last')
})

test('refuses more than 200 MB over all entries, and a ratio beyond real files', () => {
  const archive = new Archive(zipOf({ zeros: new Uint8Array(9 * 1024 * 1024) }))
  expect(faultOf(() => Array.from({ length: 22 }, () => archive.read('zeros')))).toBe('none')
  expect(faultOf(() => archive.read('zeros'))).toBe('too-large')
  const bomb = zipOf({ bomb: new Uint8Array(40 * 1024 * 1024) })
  expect(faultOf(() => new Archive(bomb).read('bomb'))).toBe('too-large')
})

test('does not believe declared sizes', () => {
  const zip = zipOf({ a: 'text '.repeat(1_000) })
  const small = patched(zip, directoryRecord, 24, 1, 4)
  expect(textOf(new Archive(small).read('a'))).toHaveLength(5_000)
  const beyond = patched(zip, directoryRecord, 20, 1_000_000, 4)
  expect(faultOf(() => new Archive(beyond).read('a'))).toBe('damaged')
})

test('refuses too many entries, passwords, unknown methods, truncated files and other files', () => {
  const names = Object.fromEntries(Array.from({ length: maxEntries + 1 }, (_, index) => [`${index}`, '']))
  expect(faultOf(() => new Archive(zipOf(names)))).toBe('too-large')
  const zip = zipOf({ a: 'text '.repeat(100) })
  expect(faultOf(() => new Archive(patched(zip, directoryRecord, 8, 1, 2)).read('a'))).toBe('encrypted')
  expect(faultOf(() => new Archive(patched(zip, directoryRecord, 10, 99, 2)).read('a'))).toBe('damaged')
  expect(faultOf(() => new Archive(zip.slice(0, -30)))).toBe('damaged')
  expect(faultOf(() => new Archive(encode('text')))).toBe('other-kind')
  expect(faultOf(() => new Archive(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3])))).toBe('other-kind')
})

test('XML: refuses entities of a document type and deep nesting, and reads other encodings', () => {
  const read = (xml: Uint8Array) => {
    let text = ''
    readXmlBytes(xml, 'test', { text: (piece) => (text += piece) })
    return text
  }
  const bomb = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
  expect(faultOf(() => read(encode(bomb)))).toBe('unsafe')
  expect(faultOf(() => read(encode('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')))).toBe('unsafe')
  expect(faultOf(() => read(encode('<a>'.repeat(5_000))))).toBe('too-large')
  expect(faultOf(() => read(encode('<a><b></a>')))).toBe('damaged')
  expect(faultOf(() => read(new Uint8Array()))).toBe('damaged')
  expect(read(new Uint8Array(Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><a>é</a>', 'utf16le')))).toBe(
    'é',
  )
  expect(read(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1'))).toBe('é')
})
