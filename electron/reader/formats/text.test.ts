import { expect, test } from 'vitest'
import { readText } from './text.js'

const read = (text: string) =>
  readText('text', new TextEncoder().encode(text), 'plain').pages.map(({ label, passages }) => [label, ...passages])

test('a text file with speakers and times has a page for each minute', () => {
  expect(read('[00:00:02] Ann: Hello there.\n[00:01:03] Bob: Hi.\n[00:01:10] Ann: Done.\n')).toEqual([
    ['0:00', '[0:02] Ann: Hello there.'],
    ['1:00', '[1:03] Bob: Hi.', '[1:10] Ann: Done.'],
  ])
})

test('without times, what each speaker says is a passage', () => {
  expect(read('Ann: Hello there.\nBob: Hi.\nStill me.\nAnn: Shall we?\nBob: Yes.\n')).toEqual([
    [undefined, 'Ann: Hello there.', 'Bob: Hi.\nStill me.', 'Ann: Shall we?', 'Bob: Yes.'],
  ])
})

test.each([
  '12:00:01 INFO: Started.\n12:00:02 WARN: Slow.\n12:00:04 INFO: Done.\n12:00:09 INFO: Ended.\n',
  'name: parley\nversion: 1\nlicence: MIT\nauthor: nobody\n',
  'Name: Ada\nStreet: Bath Road\nTown: Bath\nCountry: England\n',
])('a log, settings or a form are no transcript: %j', (text) => {
  expect(read(text)).toEqual([[undefined, text.trimEnd()]])
})
