import fc from 'fast-check'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import type { Batch, BatchRow } from './batch.js'
import { batchCsv } from './batch-csv.js'

const batchOf = (rows: readonly BatchRow[], columns = ['File']): Batch => ({ prompt: '', columns, rows, state: 'done' })
const done = (answer: string, ...cells: readonly string[]): BatchRow => ({ cells, state: 'done', answer, tookMs: 1 })
const parsed = (csv: string) => Papa.parse<string[]>(csv.slice(1), { skipEmptyLines: true }).data

test('a row has its cells, its answer and why there is none', () => {
  const failed: BatchRow = { cells: ['b.txt'], state: 'failed', error: { code: 'context-full', message: 'Too long.' } }
  expect(batchCsv(batchOf([done('Ada', 'a.txt'), failed, { cells: ['c.txt'], state: 'waiting' }]))).toBe(
    '\ufeffFile,Answer,Problem\r\na.txt,Ada,\r\nb.txt,,Too long.\r\nc.txt,,\r\n',
  )
})

test('quotes, commas and line ends stay in their cell', () => {
  const answer = 'He said "yes, of course",\r\nand left.\n'
  expect(parsed(batchCsv(batchOf([done(answer, ' a.txt ')])))[1]).toEqual([' a.txt ', answer, ''])
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1', '＝1', '\n-1'])(
  'no cell is a formula: %j',
  (cell) => {
    const [, [name, answer] = []] = parsed(batchCsv(batchOf([done(cell, cell)], [cell])))
    expect(name).toBe(`'${cell}`)
    expect(answer).toBe(`'${cell}`)
    expect(parsed(batchCsv(batchOf([], [cell])))[0]?.[0]).toBe(`'${cell}`)
  },
)

test('every text comes back from CSV, but for the apostrophe before a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string()), { minLength: 1 }), (texts) => {
      const csv = batchCsv(batchOf(texts.map(([cell, answer]) => done(answer, cell))))
      const { data } = Papa.parse<string[]>(csv.slice(1), { newline: '\r\n' })
      expect(
        data.slice(1, -1).map(([cell = '', answer = '']) => [cell, answer].map((text) => text.replace(/^'/, ''))),
      ).toEqual(texts.map((pair) => pair.map((text) => text.replace(/^'/, ''))))
    }),
  )
})
