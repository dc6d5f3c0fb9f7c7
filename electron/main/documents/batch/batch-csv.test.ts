import fc from 'fast-check'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import type { RowState } from '../../../../contract/batch.js'
import { batchCsv } from './batch-csv.js'

type Row = RowState & { readonly cells: readonly string[] }

const csvOf = (rows: readonly Row[], columns = ['File']) =>
  batchCsv(
    { rows: rows.map(({ cells, ...state }) => ({ name: cells[0] ?? '', documentId: 'd', ...state })) },
    { columns, cells: rows.map(({ cells }) => cells) },
  )
const done = (answer: string, ...cells: readonly string[]): Row => ({
  cells,
  state: 'done',
  answer,
  links: [],
  tookMs: 1,
})
const parsed = (csv: string) => Papa.parse<string[]>(csv.slice(1), { skipEmptyLines: true }).data

test('a row has its cells, its answer and why there is none', () => {
  const failed: Row = { cells: ['b.txt'], state: 'failed', error: { code: 'context-full', message: 'Too long.' } }
  expect(csvOf([done('Ada', 'a.txt'), failed, { cells: ['c.txt'], state: 'waiting' }])).toBe(
    '\ufeffFile,Answer,Problem\r\na.txt,Ada,\r\nb.txt,,Too long.\r\nc.txt,,\r\n',
  )
})

test('quotes, commas and line ends stay in their cell', () => {
  const answer = 'He said "yes, of course",\r\nand left.\n'
  expect(parsed(csvOf([done(answer, ' a.txt ')]))[1]).toEqual([' a.txt ', answer, ''])
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1', '＝1', '\n-1'])(
  'no cell is a formula: %j',
  (cell) => {
    const [, [name, answer] = []] = parsed(csvOf([done(cell, cell)], [cell]))
    expect(name).toBe(`'${cell}`)
    expect(answer).toBe(`'${cell}`)
    expect(parsed(csvOf([], [cell]))[0]?.[0]).toBe(`'${cell}`)
  },
)

test('every text comes back from CSV, but for the apostrophe before a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string()), { minLength: 1 }), (texts) => {
      const csv = csvOf(texts.map(([cell, answer]) => done(answer, cell)))
      const { data } = Papa.parse<string[]>(csv.slice(1), { newline: '\r\n' })
      expect(
        data.slice(1, -1).map(([cell = '', answer = '']) => [cell, answer].map((text) => text.replace(/^'/, ''))),
      ).toEqual(texts.map((pair) => pair.map((text) => text.replace(/^'/, ''))))
    }),
  )
})
