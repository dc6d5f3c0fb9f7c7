import { utils, write } from '@e965/xlsx'
import { expect, test } from 'vitest'
import { FormatError } from './read-pages.js'
import { zipOf } from './testing/make-files.js'
import { readXlsx } from './xlsx.js'

function bookOf(sheets: Readonly<Record<string, readonly (readonly unknown[])[]>>, hidden: readonly string[] = []) {
  const book = utils.book_new()
  for (const [name, rows] of Object.entries(sheets)) {
    utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => [...row])), name)
  }
  book.Workbook = { Sheets: book.SheetNames.map((name) => ({ name, Hidden: hidden.includes(name) ? 1 : 0 })) }
  return new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }))
}

test('reads visible sheets as labelled pages of tables, and counts hidden ones', () => {
  const file = bookOf(
    { Cost: [['Item', '', 'Price'], [], ['Pen', '', 1.5]], Notes: [['Only text']], Secret: [['x']] },
    ['Secret'],
  )
  const { pages, omitted } = readXlsx(file)
  expect(pages).toEqual([
    { label: 'Cost', passages: ['| Item | Price |\n| --- | --- |\n| Pen | 1.5 |'], status: 'read' },
    { label: 'Notes', passages: ['Only text'], status: 'read' },
  ])
  expect(omitted).toEqual([{ what: 'hidden sheets', count: 1 }])
})

test('shows numbers as Excel does', () => {
  const book = utils.book_new()
  const sheet = utils.aoa_to_sheet([
    ['Day', 'Share'],
    [45_000, 0.25],
  ])
  Object.assign(sheet.A2, { z: 'yyyy-mm-dd' })
  Object.assign(sheet.B2, { z: '0%' })
  utils.book_append_sheet(book, sheet, 'S')
  const [page] = readXlsx(new Uint8Array(write(book, { type: 'array', bookType: 'xlsx' }))).pages
  expect(page?.passages[0]).toContain('| 2023-03-15 | 25% |')
})

test('splits a long sheet into pages that repeat the header and no row', () => {
  const rows = Array.from({ length: 2_000 }, (_, index) => [`row ${index}`, index, 'some more words in a cell'])
  const { pages } = readXlsx(bookOf({ Long: [['Name', 'Number', 'Words'], ...rows] }))
  expect(pages.length).toBeGreaterThan(5)
  expect(pages.every(({ passages }) => passages[0]?.startsWith('| Name | Number | Words |\n| --- |'))).toBe(true)
  expect(pages[1]?.label).toBe('Long (2)')
  const text = pages.flatMap(({ passages }) => passages).join('\n')
  expect(text.match(/\| row \d+ \|/g)).toHaveLength(2_000)
})

test('refuses entities and what is no workbook', () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "ha">]><sst><si><t>&a;</t></si></sst>'
  const file = zipOf({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': '<workbook/>',
    'xl/sharedStrings.xml': bomb,
  })
  expect(() => readXlsx(file)).toThrow(/unsafe/)
  expect(() => readXlsx(zipOf({ a: 'b' }))).toThrow(FormatError)
})
