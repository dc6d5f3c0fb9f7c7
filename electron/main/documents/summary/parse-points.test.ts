import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePoints, repeatsLines } from './parse-points.js'
import type { Place, PointSource } from './place-point.js'

const texts: Readonly<Record<string, string>> = {
  '3:1': '# Ferry\nThe old ferry was repaired in March.\nIt carries 40 people.',
  '3:2': 'The bridge stays closed until June. A bus runs every ten minutes.',
  '4:1': 'The museum counted 9,400 visitors, as shown before (p. 12).',
}
const places: readonly Place[] = Object.keys(texts).map((key) => {
  const [page = 0, passage = 0] = key.split(':').map(Number)
  return { page, passage }
})
const source: PointSource = { places, passage: (page, passage) => texts[`${page}:${passage}`] }
const ferry = { text: 'The old ferry was repaired in March.', page: 3, passage: 1, isQuote: true }

describe('a point is recognized in every form that models write', () => {
  test.each([
    ['as asked', '- [p. 3:1] The old ferry was repaired in March.'],
    ['with a star', '* [p. 3:1] The old ferry was repaired in March.'],
    ['with a number', '2. [p. 3:1] The old ferry was repaired in March.'],
    ['without a dash', '[p. 3:1] The old ferry was repaired in March.'],
    ['without spaces', '-  [p.3:1]: The old ferry was repaired in March.'],
    ['in other brackets', '- 【p. 3:1】The old ferry was repaired in March.'],
    ['with its marker behind', '- The old ferry was repaired in March. [p. 3:1]'],
    ['with its marker before the period', '- The old ferry was repaired in March [p. 3:1].'],
    ['with several markers', '- [p. 3:1, p. 3:2] The old ferry was repaired in March.'],
    ['with markers one after the other', '- [p. 3:2][p. 3:1] The old ferry was repaired in March.'],
    ['without the passage', '- [p. 3] The old ferry was repaired in March.'],
    ['with the wrong passage of the page', '- [p. 3:2] The old ferry was repaired in March.'],
    ['with a page that it never saw', '- [p. 99:1] The old ferry was repaired in March.'],
    ['without a marker', '- The old ferry was repaired in March.'],
    ['with its marker on a line of its own', '- [p. 3:1]\nThe old ferry was repaired in March.'],
    [
      'with its marker on a line of its own and a dash before each',
      '- [p. 3:1]:\n\n- The old ferry was repaired in March.',
    ],
    ['in bold', '- [p. 3:1] **The old ferry was repaired in March.**'],
    ['in quotation marks', '- [p. 3:1] “The old ferry was repaired in March.”'],
    ['on a line of Windows', '- [p. 3:1] The old ferry was repaired in March.\r'],
  ])('%s', (_, line) => {
    const [point] = parsePoints(line, source)
    expect({ ...point, text: point?.text.replace(/\.?$/, '.') }).toEqual(ferry)
  })
})

test('a point in other words than its passage is not a quote', () => {
  expect(parsePoints('- [p. 3:2] The bridge is closed.', source)).toEqual([
    { text: 'The bridge is closed.', page: 3, passage: 2, isQuote: false },
  ])
})

test('a quote may cross a line end of the text', () => {
  const [point] = parsePoints('- [p. 3:1] in March. It carries 40 people.', source)
  expect(point?.isQuote).toBe(true)
})

test('a reference in the text is not a marker and stays', () => {
  const text = 'The museum counted 9,400 visitors, as shown before (p. 12).'
  expect(parsePoints(`- [p. 4:1] ${text}`, source)).toEqual([{ text, page: 4, passage: 1, isQuote: true }])
})

test('a marker that the prompt did not have is never a link', () => {
  const answer = '- [p. 3:1] The old ferry was repaired in March.\n- [p. 7:1] The moon is made of cheese.'
  expect(parsePoints(answer, source)[1]).toEqual({ text: 'The moon is made of cheese.', isQuote: false })
})

test('lines around the points are not points', () => {
  const answer = 'Here are the key points:\n\n## Notes\n- [p. 3:1] The ferry sails.\nI hope that this helps.\n---'
  expect(parsePoints(answer, source).map(({ text }) => text)).toEqual(['The ferry sails.'])
})

test('an answer without any marker or quote has no points', () => {
  expect(parsePoints('I am only a small demonstration model.\n- Ask me about ferries', source)).toEqual([])
  expect(parsePoints('', source)).toEqual([])
  expect(parsePoints('- [p. 3:1]\n- [p. 3:2] ...', source)).toEqual([])
})

test('repeated lines make one point, and an incomplete last line makes none', () => {
  const line = '- [p. 3:1] The old ferry was repaired in March.'
  expect(parsePoints([line, line, '- [p. 3:1] The old fe'].join('\n'), source, true)).toEqual([ferry])
})

test('a point with another ending is a repeat, but the same words about another passage are not', () => {
  const begin = 'The old ferry and the bridge that stays closed were repaired in March and '
  const answer = `- [p. 3:1] ${begin}in May.\n- [p. 3:1] ${begin}in June.\n- [p. 3:2] ${begin}in May.`
  expect(parsePoints(answer, source).map(({ passage }) => passage)).toEqual([1, 2])
})

test('degenerate lines are not points', () => {
  const answer = '- [p. 3:1] The the the the the end.\n- [p. 3:2] 2222222222222222\n- [p. 4:1] Visitors were counted.'
  expect(parsePoints(answer, source).map(({ text }) => text)).toEqual(['Visitors were counted.'])
})

test('a point that shares nothing with the passage it names is dropped', () => {
  const leak = 'This report tells what broke, commentary, final. The user wants one list. I keep the order.'
  expect(parsePoints(`- [p. 3:2] ${leak}`, source)).toEqual([])
  expect(parsePoints('- [p. 3:2] The bridge stays closed, final. The user wants one list.', source)).toEqual([])
})

test('a point that another passage supports much better than the named one is from there', () => {
  expect(parsePoints('- [p. 3:1] The museum counted 9,400 visitors in all.', source)).toEqual([
    { text: 'The museum counted 9,400 visitors in all.', page: 4, passage: 1, isQuote: false },
  ])
})

test('a copied heading is not a point', () => {
  expect(parsePoints('- [p. 3:1] # Ferry\n- [p. 3:1] The old ferry was repaired in March.', source)).toEqual([ferry])
})

test('a repeated note keeps its place in a merge', () => {
  const points = [{ text: 'The ferry sails.', page: 3, passage: 1, isQuote: false }]
  expect(parsePoints('- [p. 4:1] The ferry sails.', { ...source, points })).toEqual(points)
})

test('for any answer, every place was in the prompt and every quote is in its passage', () => {
  const bits = [
    '- ',
    '* ',
    '[p. 3:1]',
    '[p. 3]',
    '【p. 4:1】',
    '(p. 12)',
    '[p. 99:9]',
    '\n',
    ' ',
    'A bus runs',
    'the',
    '.',
  ]
  const answers = fc.array(fc.oneof(fc.constantFrom(...bits), fc.string()), { maxLength: 40 })
  fc.assert(
    fc.property(answers, (pieces) => {
      for (const { text, page, passage, isQuote } of parsePoints(pieces.join(''), source)) {
        if (page !== undefined)
          expect(places.some((at) => at.page === page && at.passage === (passage ?? at.passage))).toBe(true)
        if (isQuote) expect((texts[`${page}:${passage}`] ?? '').replace(/\s+/g, ' ')).toContain(text)
        expect(text).toMatch(/[\p{L}\p{N}]/u)
      }
    }),
  )
})

test('long lines of incomplete markers are parsed quickly', () => {
  // Measures CPU time, because the machine may be busy; a quadratic step would take a hundred times as long.
  const started = process.cpuUsage()
  parsePoints(`- ${'[p. 1:1, '.repeat(4_000)}\n${' '.repeat(50_000)}x\n${'('.repeat(50_000)}`, source)
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(2_000)
})

test.each([
  ['the same point at other markers', [1, 2, 3, 4].map((passage) => `- [p. 3:${passage}] It rains.\n`).join(''), true],
  ['markers without a text', [1, 2, 3, 4].map((passage) => `- [p. 3:${passage}]\n`).join(''), true],
  ['a line that is not complete', '- [p. 3:1] It rains.\n'.repeat(4).trimEnd(), false],
  ['other points with blank lines', [1, 2, 3, 4].map((number) => `- [p. 3:1] Fact ${number}.\n\n`).join(''), false],
])('an answer that goes round in circles is found: %s', (_, answer, isFound) => {
  expect(repeatsLines(answer)).toBe(isFound)
})
