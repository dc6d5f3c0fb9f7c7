import { expect, test } from 'vitest'
import { readRtf } from './rtf.js'

const read = (body: string) => readRtf(new Uint8Array(Buffer.from(`{\\rtf1\\ansi\\ansicpg1252${body}}`, 'latin1')))
const passagesOf = (body: string) => read(body).pages.map(({ passages }) => passages)

test('decodes code pages, Unicode with its replacement characters, and symbols', () => {
  const fonts = '{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial;}{\\f2\\fcharset128 Mincho;}}'
  const body = `${fonts}\\f0 caf\\'e9 \\'93q\\'94 \\f1\\'cf\\'f0 \\f2\\'93\\'fa \\uc1\\u8364?5\\emdash{\\uc2\\u26085??}\\u-10179?\\u-8703?{\\u8226 \\tab}End\\par`
  expect(passagesOf(body)).toEqual([['café “q” Пр 日 €5—日😁• End']])
})

test('pages, headings, lists, tables and notes', () => {
  const body = `{\\stylesheet{\\s1 heading 1;}{\\s2 Body;}}{\\info{\\title Doc}}{\\header Head\\par}{\\footer Foot\\par}
\\pard\\s1 Title\\par\\pard {\\listtext 1.\\tab}first\\par{\\listtext\\'b7\\tab}second\\par
\\pard Claim{\\footnote Source.}.\\par\\page
\\trowd\\pard\\intbl a\\cell b\\cell\\row\\trowd\\pard\\intbl 1\\par 2\\cell 3\\cell\\row\\pard After\\par`
  expect(passagesOf(body)).toEqual([
    ['Head', '# Title\n1. first\n- second', 'Claim[1].', '[1] Source.'],
    ['| a | b |\n| --- | --- |\n| 1 2 | 3 |', 'After', 'Foot'],
  ])
  expect(read(body).title).toBe('Doc')
})

test('leaves out and counts deletions and pictures, and marks hidden text', () => {
  const { pages, omitted } = read('Shown{\\v secret}{\\deleted gone}{\\*\\unknown no}{\\pict\\bin4 }}}}ffff}.\\par')
  expect(pages[0]?.passages).toEqual(['Shown.', '[Not visible on the page] secret'])
  expect(omitted.map(({ what }) => what)).toEqual(['deleted passages', 'pictures'])
})

test('refuses other files and endless nesting, and reads a truncated file', () => {
  expect(() => readRtf(new TextEncoder().encode('text'))).toThrow(/other-kind/)
  expect(() => read('{'.repeat(20_000))).toThrow(/too-large/)
  expect(passagesOf('One\\par{\\b Two').flat()).toEqual(['One', 'Two'])
})
