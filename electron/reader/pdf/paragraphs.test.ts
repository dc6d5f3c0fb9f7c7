import { expect, test } from 'vitest'
import { type Line, type TextItem, toLines } from './lines.js'
import { toMarkdown } from './paragraphs.js'

type PageText = string | number | Partial<Line>

/** Lines of 10 points from the top of a page, 12 points apart; a number moves the next ones down. */
function page(...texts: readonly PageText[]): Line[] {
  let y = 800
  const lines: Line[] = []
  for (const each of texts) {
    if (typeof each === 'number') y -= each
    else {
      const line = typeof each === 'string' ? { text: each } : each
      const text = line.text ?? ''
      lines.push({ text, left: 50, right: 50 + text.length * 5, y, size: 10, ...line })
      y -= 12
    }
  }
  return lines
}
const plain = (...texts: PageText[]) => toMarkdown(page(...texts), [], true)

test('lines of a paragraph are joined, and a larger distance begins the next one', () => {
  expect(plain('The ferry leaves the old harbour', 'at noon and comes back at four.', 8, 'It is red.')).toBe(
    'The ferry leaves the old harbour at noon and comes back at four.\n\nIt is red.',
  )
})

test('a word that a line end divides is one word, and a name keeps its hyphen', () => {
  expect(plain('The well-known har-', 'bour')).toBe('The well-known harbour')
  expect(plain('The port of Neu-', 'Isenburg')).toBe('The port of Neu-Isenburg')
  expect(plain('in the years 1990-', '1999 it grew')).toMatch(/1990-\s1999/)
})

test('a line that ends early keeps its end, as in a list or an address', () => {
  expect(plain('Ada Smith', 'Bath', '12 Harbour Street, second floor')).toBe(
    'Ada Smith\nBath\n12 Harbour Street, second floor',
  )
})

test('the lines of a table of contents stay lines', () => {
  expect(plain('1 Scope . . . . . . . . . . 3', '2 Terms . . . . . . . . . iv')).toContain('3\n2 Terms')
})

test('between Japanese lines stands no space that nobody wrote', () => {
  expect(plain('この文書が扱う範囲に', 'ついて')).toBe('この文書が扱う範囲に\nついて')
})

test('a second column is a paragraph of its own', () => {
  const right = { left: 300, y: 800 }
  expect(plain('The left column ends', 'in this line', { text: 'The right one', ...right })).toBe(
    'The left column ends in this line\n\nThe right one',
  )
})

test('a line that the outline names is a heading, also after its number', () => {
  const lines = page('1.2 Ferries & Boats', 'A ferry leaves at noon.', 'Ferries and other boats are red.')
  expect(toMarkdown(lines, [{ title: 'Ferries & Boats', level: 2 }], true)).toMatch(
    /^## 1\.2 Ferries & Boats\n\nA ferry/,
  )
})

test('without an outline a short line in large letters is a heading', () => {
  const text = 'The ferry leaves the harbour at noon, and it comes back at four in the afternoon.'
  const lines = page({ text: 'Ferries', size: 18 }, 10, text, text)
  expect(toMarkdown(lines, [], false)).toMatch(/^# Ferries\n\nThe ferry/)
  expect(toMarkdown(lines, [], true)).toMatch(/^Ferries\n\nThe ferry/)
})

test('items of a line are joined as they stand', () => {
  const item = (str: string, x: number, hasEOL = false): TextItem => ({
    str,
    transform: [10, 0, 0, 10, x, 700],
    width: str.length * 5,
    height: 10,
    hasEOL,
  })
  expect(toLines([item('The ', 50), item('ferry', 70, true), item(' ', 50, true), item('sails', 50)])).toEqual([
    { text: 'The ferry', left: 50, right: 95, y: 700, size: 10 },
    { text: 'sails', left: 50, right: 75, y: 700, size: 10 },
  ])
})
