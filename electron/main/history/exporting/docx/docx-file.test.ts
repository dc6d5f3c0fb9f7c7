import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { anyText } from '../../../testing/any-text.js'
import { docxFile } from './docx-file.js'

const entriesOf = (text: string, isMarkdown = true): Readonly<Record<string, string>> => {
  const part = { who: 'Tiny', at: undefined, text, isMarkdown, reasoning: 'A thought.', remarks: ['It was stopped.'] }
  const bytes = Buffer.concat([...docxFile([{ title: 'Lease', at: undefined, parts: [part] }])])
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]))
}
const bodyOf = (text: string) => entriesOf(text)['word/document.xml'] ?? ''
/** Throws for what is not well-formed; returns the names of the elements. */
function elementsOf(xml: string): ReadonlySet<string> {
  const names = new Set<string>()
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name }) => names.add(name))
  parser.write(xml).close()
  return names
}
const known =
  'document body p pPr pStyle numPr ilvl numId bidi ind jc pBdr bottom r rPr rStyle b i strike vertAlign rtl t tab br hyperlink tbl tblPr tblStyle bidiVisual tblW tblGrid gridCol tr trPr tblHeader tc tcPr tcW sectPr pgSz pgMar'
    .split(' ')
    .map((name) => `w:${name}`)

const pieces = fc.constantFrom(
  '# a\n\n',
  '> ',
  '- ',
  '7. ',
  '- [x] ',
  '| a | b |\n| - | -: |\n| c | d |\n\n',
  '**',
  '*',
  '~~',
  '`',
  '```\ncode\t<\n```\n',
  '[a](https://a.org/"x)',
  '[b](javascript:x)',
  '<sub>',
  '$x$',
  '\n\n',
  '  ',
  '\u0001',
  '\uD800',
  'שלום ',
  '---\n\n',
  '&amp;',
)

test('whatever a message says, every part is well-formed and has our elements only', () => {
  const text = fc.array(fc.oneof(pieces, anyText), { maxLength: 30 }).map((some) => some.join(''))
  fc.assert(
    fc.property(text, fc.boolean(), (said, isMarkdown) => {
      const entries = entriesOf(said, isMarkdown)
      for (const xml of Object.values(entries)) elementsOf(xml)
      for (const name of elementsOf(entries['word/document.xml'] ?? '')) expect(known).toContain(name)
      expect(entries['word/_rels/document.xml.rels']).not.toContain('javascript')
    }),
    { numRuns: 60 },
  )
})

test('headings, lists, tables, code and links are those of Word', () => {
  const xml = bodyOf(
    '# One\n\n3. three\n4. four\n   - inner\n\n| a |\n| - |\n| b |\n\n```\nx = 1\ny\n```\n\n[pier](https://example.org/quay)',
  )
  expect(xml).toContain('<w:pStyle w:val="Heading3"/></w:pPr><w:r><w:t xml:space="preserve">One</w:t>')
  expect(xml).toContain(
    '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t xml:space="preserve">four',
  )
  expect(xml).toContain(
    '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t xml:space="preserve">inner',
  )
  expect(xml).toMatch(/<w:tbl>.*<w:tblHeader\/>.*>a<.*<w:tr>.*>b<.*<\/w:tbl>/)
  expect(xml).toContain('x = 1</w:t><w:br/><w:t xml:space="preserve">y')
  expect(xml).toMatch(/<w:hyperlink r:id="link1">.*pier/)
  const entries = entriesOf('5. five\n\n[pier](https://example.org/quay)')
  expect(entries['word/_rels/document.xml.rels']).toContain('Id="link1"')
  expect(entries['word/_rels/document.xml.rels']).toContain('Target="https://example.org/quay" TargetMode="External"')
  expect(entries['word/numbering.xml']).toContain('<w:startOverride w:val="5"/>')
})

test('what is folded on the screen is left out, and remarks stay', () => {
  expect(bodyOf('Yes.')).toContain('It was stopped.')
  expect(bodyOf('Yes.')).not.toContain('A thought.')
})
