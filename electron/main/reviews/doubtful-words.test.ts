import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordsOf } from '../../../contract/doubts.js'
import { doubtfulWords } from './doubtful-words.js'

const piece = (text: string, chance = 0.9) => ({ text, chance })
const found = (text: string, pieces: Parameters<typeof doubtfulWords>[1]) =>
  doubtfulWords(text, pieces).map(({ start, end, chance }) => [text.slice(start, end), Math.round(chance * 100)])

test('a word is doubtful when the chances of its pieces multiply to less than a fifth', () => {
  const text = 'It opened in 1,987 at Tromsø.'
  const pieces = [piece('It'), piece(' opened', 0.5), piece(' in'), piece(' 1'), piece(',', 0.4), piece('987', 0.3)]
  expect(found(text, [...pieces, piece(' at', 0.19), piece(' Trom', 0.3), piece('sø', 0.5), piece('.', 0.01)])).toEqual(
    [
      ['1,987', 11],
      ['at', 19],
      ['Tromsø', 15],
    ],
  )
})

test('spaces, marks and sentence ends alone are never doubtful', () => {
  expect(found('**Yes** —\n\n- no', [piece('**', 0.1), piece('Yes'), piece('** —\n\n-', 0.01), piece(' no')])).toEqual(
    [],
  )
})

test('a piece that spans two words counts for both', () => {
  expect(found('a-b c', [piece('a-b c', 0.1)])).toEqual([
    ['a-b', 10],
    ['c', 10],
  ])
})

test('an address that is not shown has no words', () => {
  const text = 'See [the page](https://example.org) there'
  expect(found(text, [piece('See'), piece(' [the page](https://example.org)', 0.1), piece(' there')])).toEqual([
    ['the', 10],
    ['page', 10],
  ])
})

test('a text whose tokenizer composes characters keeps its words', () => {
  const decomposed = 'cafe\u0301 noir'
  expect(found(decomposed, [piece('café'), piece(' noir', 0.1)])).toEqual([['noir', 10]])
})

test('however a text is cut into pieces, each unlikely word is found once, in its place', () => {
  const words = fc.array(fc.stringMatching(/^[a-zä]{1,8}$/), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(words, fc.array(fc.nat(7)), fc.nat(29), (list, cuts, unlikely) => {
      const text = list.join(' ')
      const target = wordsOf(text)[unlikely % list.length]
      const ends = [...new Set(cuts.map((cut, i) => (i + 1) * 5 + cut).filter((at) => at < text.length))]
        .concat(target ? [target.start, target.end] : [], text.length)
        .toSorted((a, b) => a - b)
      const starts = [0, ...ends]
      const pieces = starts
        .map((start, i) => ({ start, end: ends[i] ?? text.length }))
        .filter(({ start, end }) => end > start)
        .map(({ start, end }) => piece(text.slice(start, end), start === target?.start ? 0.001 : 1))
      expect(doubtfulWords(text, pieces)).toMatchObject([{ start: target?.start, end: target?.end }])
    }),
  )
})
