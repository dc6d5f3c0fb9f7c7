import { utils, write } from '@e965/xlsx'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { ReadError } from '../decode.js'
import { cleanPages } from './clean-pages.js'
import type { FormatReader, ReadPages } from './read-pages.js'
import { formatReaders } from './readers.js'
import { installDomParser } from './testing/dom.js'
import {
  docxOf,
  docxParagraph,
  epubOf,
  msgOf,
  odfOf,
  pptxOf,
  relationsOf,
  slideOf,
  slideShape,
  zipOf,
} from './testing/make-files.js'

installDomParser()

/** Of each kind. */
const mutations = process.env.PARLEY_HEAVY === '1' ? 2_000 : 60
vi.setConfig({ testTimeout: 600_000 })

function workbook(): Uint8Array {
  const book = utils.book_new()
  utils.book_append_sheet(
    book,
    utils.aoa_to_sheet([
      ['Name', 'Sum'],
      ['Ann', 1.5],
    ]),
    'Sheet',
  )
  return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }))
}

const utf8 = (text: string) => new TextEncoder().encode(text)
const table = '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>'

/** A good file of each kind, in the form in which mutations reach its text: archives without compression too. */
const kinds: Readonly<Record<string, readonly [FormatReader, Uint8Array]>> = {
  docx: [formatReaders.docx, docxOf(`${docxParagraph('One', '<w:numPr><w:numId w:val="1"/></w:numPr>')}${table}`)],
  pptx: [formatReaders.pptx, pptxOf([slideOf(slideShape('title', 'T')), slideOf(slideShape('body', 'B'))], [2, 1])],
  xlsx: [formatReaders.xlsx, workbook()],
  odf: [
    formatReaders.odt,
    odfOf('<office:text><text:h text:outline-level="1">H</text:h><text:p>Text</text:p></office:text>'),
  ],
  epub: [formatReaders.epub, epubOf({ 'two.xhtml': '<p>Two</p>', 'one.xhtml': '<h1>One</h1>' })],
  html: [
    formatReaders.html,
    utf8('<html><body><h1>Head</h1><table><tr><td>a<td>b</table><ul><li>one<li>two</ul></body></html>'),
  ],
  rtf: [
    formatReaders.rtf,
    utf8("{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset204 A;}}\\pard A\\'e9\\u233?{\\footnote n}\\par\\trowd\\cell\\row}"),
  ],
  csv: [formatReaders.csv, utf8('a;b\n"1,5";2\n')],
  json: [formatReaders.json, utf8('{"a":[1,{"b":"c"}]}')],
  eml: [
    formatReaders.eml,
    utf8('From: a@b.c\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nText\r\n--x--\r\n'),
  ],
  msg: [formatReaders.msg, msgOf({ '__substg1.0_0037001E': utf8('Subject'), '__substg1.0_1000001E': utf8('Body') })],
  vtt: [formatReaders.transcript, utf8('WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello</v>\n')],
}

/** A file is read or refused. A fault of another kind would be reported as a fault of the app. */
async function readOrRefuse(read: FormatReader, bytes: Uint8Array): Promise<ReadPages | ReadError> {
  try {
    return cleanPages(await read(bytes))
  } catch (error) {
    if (error instanceof ReadError) return error
    throw error
  }
}

type Change = { readonly kind: 'set' | 'cut' | 'copy' | 'drop'; readonly at: number; readonly value: number }

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('set', 'set', 'set', 'cut', 'copy', 'drop'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  value: fc.nat(255),
})

function mutate(bytes: Uint8Array, changes: readonly Change[]): Uint8Array {
  let data = bytes.slice()
  for (const { kind, at, value } of changes) {
    const from = Math.floor(at * data.length)
    if (kind === 'set' && data.length > 0) data[Math.min(from, data.length - 1)] = value
    else if (kind === 'cut') data = data.slice(0, Math.max(from, data.length - value))
    else if (kind === 'drop')
      data = Uint8Array.from([...data.subarray(0, from), ...data.subarray(from + 1 + (value % 8))])
    else if (kind === 'copy') {
      const piece = data.subarray(from, from + value)
      data = Uint8Array.from([...data.subarray(0, from), ...piece, ...data.subarray(from)])
    }
  }
  return data
}

test.each(Object.entries(kinds))(
  '%s: a good file is read, and every mutation of it is read or refused',
  async (_, [read, good]) => {
    const result = await read(good)
    expect(result.pages.some(({ passages }) => passages.length > 0)).toBe(true)
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const mutated = await readOrRefuse(read, mutate(good, changes))
        if (mutated instanceof ReadError) expect(mutated.code).toMatch(/^document-/)
        else for (const page of mutated.pages) expect(page.passages.length > 0 ? 'read' : page.status).toBe(page.status)
      }),
      { numRuns: mutations },
    )
  },
)

test.each(Object.entries(kinds))('%s: every shorter file is read or refused', async (_, [read, good]) => {
  const step = Math.max(1, Math.floor(good.length / mutations))
  for (let length = 0; length < good.length; length += step) await readOrRefuse(read, good.subarray(0, length))
})

/** Mutations inside an entry of an archive, which its compression would hide. */
test.each([
  [
    'docx',
    formatReaders.docx,
    'word/document.xml',
    `<w:document><w:body>${docxParagraph('One')}${table}</w:body></w:document>`,
  ],
  [
    'pptx',
    formatReaders.pptx,
    'ppt/presentation.xml',
    '<p:presentation><p:sldIdLst><p:sldId r:id="rId1"/></p:sldIdLst></p:presentation>',
  ],
  ['odf', formatReaders.odt, 'content.xml', '<a><office:body><text:p>x<text:s text:c="3"/></text:p></office:body></a>'],
] as const)('%s: XML of any form is read or refused', async (_, read, name, xml) => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 5 }), async (changes) => {
      await readOrRefuse(read, zipOf({ [name]: mutate(utf8(xml), changes) }))
    }),
    { numRuns: mutations },
  )
})

test('relations in circles, to the outside and to nothing', async () => {
  const rels = `<Relationships><Relationship Id="rId1" Type="x/slide" Target="file:///etc/passwd" TargetMode="External"/>
    <Relationship Id="rId2" Type="x/slide" Target="../../../../etc/passwd"/></Relationships>`
  const outside = pptxOf([slideOf(slideShape('', 'x'))], [1, 2], { 'ppt/_rels/presentation.xml.rels': rels })
  const result = await readOrRefuse(formatReaders.pptx, outside)
  expect(result instanceof ReadError ? [] : result.pages.map(({ status }) => status)).toEqual(['failed'])
  const circle = docxOf(docxParagraph('x'), { 'document.xml': ['header', '<w:hdr/>'] })
  expect(await readOrRefuse(formatReaders.docx, circle)).not.toBeInstanceOf(TypeError)
  const self = zipOf({ '_rels/.rels': relationsOf([['rId1', 'officeDocument', '_rels/.rels']]) })
  expect(await readOrRefuse(formatReaders.docx, self)).toBeDefined()
})

test('100,000 objects, and tables inside each other', async () => {
  const many = await formatReaders.docx(docxOf('<w:p><w:r><w:pict><w:imagedata/></w:pict></w:r></w:p>'.repeat(100_000)))
  expect(many.omitted).toEqual([{ what: 'pictures', count: 100_000 }])
  const depth = 160
  const nested = `${'<w:tbl><w:tr><w:tc>'.repeat(depth)}${docxParagraph('deep')}${'</w:tc></w:tr></w:tbl>'.repeat(depth)}`
  expect((await formatReaders.docx(docxOf(nested))).pages[0]?.passages).toEqual(['deep'])
  await expect(async () => await formatReaders.docx(docxOf('<w:p>'.repeat(2_000)))).rejects.toThrow(/too-large/)
})
