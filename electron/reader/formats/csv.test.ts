import { expect, test } from 'vitest'
import { readCsv } from './csv.js'

const read = (text: string, encoding: BufferEncoding = 'utf8') => readCsv(new Uint8Array(Buffer.from(text, encoding)))
const textOf = (text: string) =>
  read(text)
    .pages.flatMap(({ passages }) => passages)
    .join('\n')

test.each([
  ['Name;Preis\nStift;1,5\nHeft;2,25\n', '| Stift | 1,5 |'],
  ['1,5;2,5\n3,5;4,5\n', '| 3,5 | 4,5 |'],
  ['sep=;\nName;Price, net\nPen;1\n', '| Name | Price, net |'],
  ['a,b\n1,"x\ny, ""z"""\n', '| 1 | x y, "z" |'],
  ['a\tb\n1,5\t2\n', '| 1,5 | 2 |'],
  ['a|b\n1|2\n', '| 1 | 2 |'],
])('finds the delimiter of %j', (file, row) => {
  expect(textOf(file)).toContain(row)
})

test('a quote that is not closed costs no row', () => {
  const file = `a,b\n1,"open\n${'2,3\n'.repeat(50)}`
  expect(textOf(file).match(/\| 2 \| 3 \|/g)).toHaveLength(50)
  expect(read(file).problems).toHaveLength(1)
})

test('reads UTF-16 and Windows-1252', () => {
  expect(read('\ufeffStraße;ß\n1;2\n', 'utf16le').pages[0]?.passages[0]).toContain('| Straße | ß |')
  expect(read('Straße;ß\n1;2\n', 'latin1').pages[0]?.passages[0]).toContain('| Straße | ß |')
})

test('counts rows beyond the limit', () => {
  expect(read('a,b\n'.repeat(100_010)).omitted).toEqual([{ what: 'rows', count: 10 }])
})
