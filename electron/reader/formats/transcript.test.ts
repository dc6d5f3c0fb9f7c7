import { expect, test } from 'vitest'
import { isTranscript, readTranscript } from './transcript.js'

const read = (text: string) => readTranscript(new TextEncoder().encode(text))
const pagesOf = (text: string) => read(text).pages.map(({ label, passages }) => [label, ...passages])

test('WebVTT: voices, tags, notes; each minute is a page, silent ones too', () => {
  const file = `WEBVTT

NOTE not said

1
00:05.000 --> 00:07.000 align:start
<v Ann Lee>Good <b>morning</b> &amp; welcome.</v>

00:08.000 --> 00:09.000
<v Ann Lee>We begin.</v>

02:01.500 --> 02:03.000
<v Bob>Thanks.</v>
`
  expect(pagesOf(file)).toEqual([
    ['0:00', '[0:05] Ann Lee: Good morning & welcome. We begin.'],
    ['1:00'],
    ['2:00', '[2:01] Bob: Thanks.'],
  ])
  expect(read(file).pages[1]?.status).toBe('empty')
})

test('SRT: hours, speakers in the text, missing empty lines, captions that roll up', () => {
  const file = `1
01:00:01,000 --> 01:00:02,000
ANN: Let us vote.
2
01:00:03,000 --> 01:00:04,000
and this one rolls

3
01:00:05,000 --> 01:00:06,000
and this one rolls up the screen
`
  expect(pagesOf(file).at(-1)).toEqual([
    '1:00:00',
    '[1:00:01] ANN: Let us vote.',
    '[1:00:03] and this one rolls up the screen',
  ])
})

test.each([
  '[00:00:02] Ann: Hello there.\n[00:01:03] Bob: Hi.\nStill me.\n[00:01:10] Ann: Done.\n',
  'Ann (00:02): Hello there.\n\nBob (01:03): Hi.\nStill me.\n\nAnn (01:10): Done.\n',
  'Ann  0:02\nHello there.\n\nBob  1:03\nHi.\nStill me.\n\nAnn  1:10\nDone.\n',
  '0:02 Ann: Hello there.\n1:03 Bob: Hi. Still me.\n1:10 Ann: Done.\n',
])('speech with times: %j', (file) => {
  expect(isTranscript(file)).toBe(true)
  expect(pagesOf(file)).toEqual([
    ['0:00', '[0:02] Ann: Hello there.'],
    ['1:00', '[1:03] Bob: Hi. Still me.', '[1:10] Ann: Done.'],
  ])
})

test('text without times, and times out of this world', () => {
  expect(isTranscript('Dear Ann,\nwe meet at 10:30 in room 3.\nBob\n')).toBe(false)
  expect(pagesOf('Ann: Hello.\n\nBob: Hi.\n')).toEqual([[undefined, 'Ann: Hello.', 'Bob: Hi.']])
  const wild = 'WEBVTT\n\n999:00:00.000 --> 999:00:01.000\nno\n\n00:01.000 --> 00:02.000\nyes\n'
  expect(pagesOf(wild)).toEqual([['0:00', '[0:01] yes']])
  expect(read(wild).problems).toHaveLength(1)
})
