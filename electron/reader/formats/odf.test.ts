import { expect, test } from 'vitest'
import { readOdf } from './odf.js'
import { odfOf, zipOf } from './testing/make-files.js'

const passagesOf = (bytes: Uint8Array) => readOdf(bytes).pages.map(({ passages }) => passages)

test('text: headings, lists, tables, notes, page breaks; deletions and comments counted', () => {
  const body = `<office:text>
    <text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>
    <text:h text:outline-level="2">Head</text:h><text:p>A<text:s text:c="3"/>b<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Source</text:p></text:note-body></text:note>.<office:annotation><text:p>no</text:p></office:annotation></text:p>
    <text:list text:style-name="L1"><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>in</text:p></text:list-item></text:list></text:list-item>
    <text:list-item><text:p>two</text:p></text:list-item></text:list>
    <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>
    <text:p text:style-name="P1">Second <text:soft-page-break/>page.</text:p><text:p>Third.</text:p></office:text>`
  const styles = `<style:style style:name="P1"><style:paragraph-properties fo:break-before="page"/></style:style>
    <text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>`
  const file = odfOf(body, styles)
  expect(passagesOf(file)).toEqual([
    ['## Head\nA b[1].', '[1] Source', '1. one\n  1. in\n2. two', '| a | b |\n| --- | --- |'],
    ['Second page.'],
    ['Third.'],
  ])
  expect(readOdf(file).omitted).toEqual([
    { what: 'deleted passages', count: 1 },
    { what: 'comments', count: 1 },
  ])
})

test('spreadsheet: sheets are pages, repeats are bounded, hidden sheets are counted', () => {
  const cell = (text: string, repeat = 1) =>
    `<table:table-cell table:number-columns-repeated="${repeat}">${text && `<text:p>${text}</text:p>`}</table:table-cell>`
  const row = (cells: string, repeat = 1) =>
    `<table:table-row table:number-rows-repeated="${repeat}">${cells}</table:table-row>`
  const body = `<office:spreadsheet>
    <table:table table:name="First">${row(cell('a') + cell('b') + cell('', 16_000))}${row(cell('x', 2))}${row(cell('', 16_000), 1_048_000)}</table:table>
    <table:table table:name="No" table:style-name="ta2">${row(cell('secret'))}</table:table></office:spreadsheet>`
  const styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
  const { pages, omitted } = readOdf(odfOf(body, styles))
  expect(pages).toEqual([{ label: 'First', passages: ['| a | b |\n| --- | --- |\n| x | x |'], status: 'read' }])
  expect(omitted).toEqual([{ what: 'hidden sheets', count: 1 }])
  const bomb = `<office:spreadsheet><table:table>${row(cell('x', 1_000_000), 1_000_000).repeat(40)}</table:table></office:spreadsheet>`
  expect(readOdf(odfOf(bomb)).omitted[0]?.what).toBe('rows')
})

test('presentation: slides are pages with their notes', () => {
  const page = (name: string, text: string, notes: string) =>
    `<draw:page draw:name="${name}"><draw:frame><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>
     <presentation:notes><draw:frame><draw:text-box><text:p>${notes}</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>`
  const body = `<office:presentation>${page('Start', 'Hello', 'Smile')}${page('End', 'Bye', '')}</office:presentation>`
  expect(readOdf(odfOf(body)).pages).toEqual([
    { label: 'Start', passages: ['Hello', 'Notes: Smile'], status: 'read' },
    { label: 'End', passages: ['Bye'], status: 'read' },
  ])
})

test('reads a file whose prefixes are its own', () => {
  const content = `<document-content xmlns="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><body><text><x:p>Read</x:p></text></body></document-content>`
  expect(passagesOf(zipOf({ 'content.xml': content }))).toEqual([['Read']])
})

test('refuses a password and tells of damage', () => {
  const manifest = { 'META-INF/manifest.xml': '<m:manifest><m:encryption-data/></m:manifest>' }
  expect(() => readOdf(odfOf('<office:text/>', '', manifest))).toThrow(/encrypted/)
  const { pages, problems } = readOdf(odfOf('<office:text><text:p>Kept</text:p><text:p>cut</text:x>'))
  expect(pages[0]?.passages).toEqual(['Kept', 'cut'])
  expect(problems).toHaveLength(1)
})
