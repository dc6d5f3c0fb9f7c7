import { expect, test } from 'vitest'
import { readDocx } from './docx.js'
import { docxOf, docxParagraph as p } from './testing/make-files.js'

const styles = `<w:styles>
  <w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
  <w:style w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="berschrift1"/></w:style>
  <w:style w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>
  <w:style w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style></w:styles>`

const textOf = (bytes: Uint8Array) => readDocx(bytes).pages.flatMap(({ passages }) => passages)

test('joins headings, also of styles based on them, to what they head', () => {
  const body = p('One', '<w:pStyle w:val="Own"/>') + p('Text.') + p('Circle.', '<w:pStyle w:val="A"/>')
  expect(textOf(docxOf(body, { 'styles.xml': ['styles', styles] }))).toEqual(['# One\nText.', 'Circle.'])
})

test('makes pages of explicit and saved page breaks, and counts one end once', () => {
  const end = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
  const saved = '<w:p><w:r><w:lastRenderedPageBreak/><w:t>Two.</w:t></w:r></w:p>'
  const inside = '<w:p><w:r><w:t>Three </w:t><w:lastRenderedPageBreak/><w:t>goes on.</w:t></w:r></w:p>'
  const { pages } = readDocx(
    docxOf(p('One.') + end + saved + p('Three.', '<w:pageBreakBefore/>') + inside + p('Four.') + end + end + p('Six.')),
  )
  expect(pages.map(({ passages, status }) => [status, ...passages])).toEqual([
    ['read', 'One.'],
    ['read', 'Two.'],
    ['read', 'Three.', 'Three goes on.'],
    ['read', 'Four.'],
    ['empty'],
    ['read', 'Six.'],
  ])
})

test('splits a long document without page breaks, and no paragraph', () => {
  const paragraph = 'A sentence of some words. '.repeat(15).trim()
  const { pages } = readDocx(docxOf(p(paragraph).repeat(40)))
  expect(pages.length).toBeGreaterThan(4)
  expect(pages.flatMap(({ passages }) => passages)).toEqual(Array(40).fill(paragraph))
})

test('reads content controls, text boxes once, hyperlinks, insertions and mathematics', () => {
  const body = `
    <w:sdt><w:sdtPr><w:alias w:val="no"/></w:sdtPr><w:sdtContent>${p('Controlled.')}</w:sdtContent></w:sdt>
    <w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>${p('Box.')}</w:txbxContent>
      </wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>${p('Box.')}</w:txbxContent></w:pict>
      </mc:Fallback></mc:AlternateContent></w:r><w:hyperlink><w:r><w:t>Link</w:t></w:r></w:hyperlink>
      <w:ins><w:r><w:t xml:space="preserve"> new</w:t></w:r></w:ins><m:oMath><m:r><m:t> x=1</m:t></m:r></m:oMath></w:p>`
  expect(textOf(docxOf(body))).toEqual(['Controlled.', 'Box.', 'Link new x=1'])
})

test('leaves out deletions and comments, and counts them; marks text that is not visible', () => {
  const body = `<w:p><w:r><w:t>Kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>
    <w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>
    <w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> shown</w:t></w:r></w:p>`
  const comments = `<w:comments><w:comment w:id="1">${p('Remark')}</w:comment></w:comments>`
  const { pages, omitted } = readDocx(docxOf(body, { 'comments.xml': ['comments', comments] }))
  expect(pages[0]?.passages).toEqual(['Kept shown', '[Not visible on the page] secret'])
  expect(omitted).toEqual([
    { what: 'comments', count: 1 },
    { what: 'deleted passages', count: 2 },
  ])
})

test('marks white and tiny text as not visible, but not on a ground of its own', () => {
  const run = (properties: string, text: string) => `<w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r>`
  const white = '<w:color w:val="ffffff"/>'
  const paragraph = `<w:p><w:pPr/>${run(white, 'white')}${run('<w:sz w:val="2"/>', ' tiny')}${run(`${white}<w:shd w:fill="000000"/>`, 'shaded')}</w:p>`
  const ground = `<w:p><w:pPr><w:shd w:fill="000000"/></w:pPr>${run(white, 'on black')}</w:p>`
  const table = `<w:tbl><w:tr><w:tc><w:p><w:pPr/>${run(white, 'head')}</w:p></w:tc></w:tr></w:tbl>`
  const { pages, problems } = readDocx(docxOf(paragraph + ground + table))
  expect(pages[0]?.passages).toEqual(['shaded', '[Not visible on the page] white tiny', 'on black', 'head'])
  expect(problems).toHaveLength(1)
})

test('puts notes behind their paragraph, a header first, a footer last, each once', () => {
  const body = `<w:p><w:r><w:t>Claim</w:t><w:footnoteReference w:id="2"/><w:t>.</w:t></w:r></w:p>${p('Next.')}`
  const notes = `<w:footnotes><w:footnote w:type="separator" w:id="0">${p('x')}</w:footnote>
    <w:footnote w:id="2">${p('Source.')}</w:footnote></w:footnotes>`
  const parts = {
    'footnotes.xml': ['footnotes', notes],
    'header1.xml': ['header', `<w:hdr>${p('Firm')}</w:hdr>`],
    'header2.xml': ['header', `<w:hdr>${p('Firm')}</w:hdr>`],
    'footer1.xml': ['footer', `<w:ftr>${p('Confidential')}</w:ftr>`],
  } as const
  expect(textOf(docxOf(body, parts))).toEqual(['Firm', 'Claim[1].', '[1] Source.', 'Next.', 'Confidential'])
})

test('writes tables as Markdown with merged and nested cells, and numbers lists', () => {
  const cell = (content: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`
  const nested = `<w:tbl><w:tr>${cell(p('a'))}${cell(p('b'))}</w:tr></w:tbl>`
  const body = `<w:tbl><w:tr>${cell(p('Wide'), '<w:gridSpan w:val="2"/>')}${cell(p('C'))}</w:tr>
    <w:tr>${cell(p('1|2'))}${cell(nested)}${cell(p('x') + p('y'), '<w:vMerge/>')}</w:tr></w:tbl>
    ${p('first', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>')}
    ${p('inner', '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="5"/></w:numPr>')}
    ${p('second', '<w:numPr><w:numId w:val="5"/></w:numPr>')}`
  const numbering = `<w:numbering><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>
    <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
    <w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>`
  expect(textOf(docxOf(body, { 'numbering.xml': ['numbering', numbering] }))).toEqual([
    '| Wide |  | C |\n| --- | --- | --- |\n| 1\\|2 | a, b |  |',
    '1. first\n  - inner\n2. second',
  ])
})

test('keeps what stands before the damage, and says so', () => {
  const { pages, problems } = readDocx(docxOf(`${p('Before.')}<w:p><w:r><w:t>Cut</w:x>`))
  expect(pages[0]?.passages).toEqual(['Before.', 'Cut'])
  expect(problems[0]).toContain('damaged')
})

test('reads 12 MB of XML as a stream', () => {
  const count = 130_000
  const { pages } = readDocx(docxOf(p('A sentence of a few words.').repeat(count)))
  expect(pages.flatMap(({ passages }) => passages)).toHaveLength(count)
})
