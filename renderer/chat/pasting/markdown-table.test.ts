import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markdownTable, placeTables, withRoom } from './markdown-table.js'

const rows = [
  ['Name', 'Seats'],
  ['Reading room', '24'],
]
const table = '| Name | Seats |\n| --- | --- |\n| Reading room | 24 |'

test('a pipe and a line break in a cell stay in their cell', () => {
  expect(markdownTable([['a|b', 'c\nd']])).toBe('| a\\|b | c<br>d |\n| --- | --- |')
})

test('a table within text is found, however the program separates its cells', () => {
  for (const plain of [
    'Name\tSeats\nReading room\t24',
    'Name\n\nSeats\n\nReading\u00a0room\n24',
    'Name\r\nSeats\r\nReading\nroom\t24',
  ]) {
    expect(placeTables(`The library:\n${plain}\n\nIt opened in May.`, [rows])).toBe(
      `The library:\n\n${table}\n\nIt opened in May.`,
    )
  }
})

test('a table that is not in the text changes nothing', () => {
  expect(placeTables('Name Seats\n', [[['Other', 'table']]])).toBe('Name Seats\n')
})

test('two equal tables are both replaced, in order', () => {
  const plain = 'Name\tSeats\nReading room\t24'
  expect(placeTables(`${plain}\nand\n${plain}`, [rows, rows])).toBe(`${table}\n\nand\n\n${table}`)
})

test('a text that is not that of the tables is searched a few times, however many tables there are', () => {
  let searches = 0
  const table = Object.assign([['not', 'there']], {
    flat() {
      searches++
      return ['notthere']
    },
  })
  const text = 'Name Seats\n'.repeat(9_000)
  expect(
    placeTables(
      text,
      Array.from({ length: 50_000 }, () => table),
    ),
  ).toBe(text)
  expect(searches).toBeLessThan(20)
})

test('a table of repetitions is searched for in time that is proportional to the text', () => {
  const long = 'a'.repeat(1_000)
  const rows = Array.from({ length: 12 }, () => [long, long])
  const repetitions = [...rows, [long, 'b'], ...rows]
  const processorMs = (text: string) => {
    const before = process.cpuUsage().user
    expect(placeTables(text, [repetitions])).toBe(text)
    return (process.cpuUsage().user - before) / 1_000
  }
  const words = processorMs('Name Seats'.repeat(10_000))
  const times = Array.from({ length: 5 }, () => processorMs('a'.repeat(100_000)))
  expect(Math.min(...times)).toBeLessThanOrEqual(10 + 10 * words)
})

test('a table is found at its first place, also behind a part of it', () => {
  const text = 'x a a a b a a a b a a a c y'
  expect(placeTables(text, [[['aaab', 'aaac']]])).toBe('x a a a b\n\n| aaab | aaac |\n| --- | --- |\n\n y')
})

test('no word of the text is lost or added, whatever the tables', () => {
  const cell = fc.string({ maxLength: 6 }).map((text) => text.replace(/[|\n]/g, ''))
  const grid = fc
    .integer({ min: 1, max: 3 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 3 }))
  const words = (text: string) => text.replace(/[\s|]|---/g, '')
  fc.assert(
    fc.property(fc.string(), grid, fc.string(), (before, cells, after) => {
      const text = `${before}\n${cells.map((row) => row.join('\t')).join('\n')}\n${after}`
      expect(words(placeTables(text, [cells]))).toBe(words(text))
    }),
  )
})

test.each([
  ['', '', '| a |\n\n'],
  ['Check this: ', '', '\n\n| a |\n\n'],
  ['Check this:\n', 'What is wrong?', '\n| a |\n\n'],
  ['One\n\n', '\n\ntwo', '| a |'],
])('a table between %j and %j has blank lines around it', (before, after, placed) => {
  expect(withRoom('| a |', before, after)).toBe(placed)
  expect(withRoom('a word', before, after)).toBe('a word')
})
