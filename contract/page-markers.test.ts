import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inPlainWords, markerOf, markersIn, withoutOpenMarker } from './page-markers.js'

test.each([
  ['It leaves at nine [p. 12:3].', 'It leaves at nine (p. 12).'],
  ['Both say so [p. 4:1, 4:2] [p. 7].', 'Both say so (p. 4) (p. 7).'],
  ['Both say so【p. 4:1, p. 9:2】', 'Both say so(p. 4; p. 9)'],
  ['Here [2, p. 4:1] and there [9, p. 1:1].', 'Here (b.pdf, p. 4) and there (p. 1).'],
  ['A list [1] and (p) and [p]', 'A list [1] and (p) and [p]'],
])('for people, a marker becomes words: %s', (answer, words) => {
  expect(inPlainWords(answer, (number) => ['a.pdf', 'b.pdf'][number - 1])).toBe(words)
})

test.each([
  ['It leaves [', 'It leaves '],
  ['It leaves [2', 'It leaves '],
  ['It leaves [2, p', 'It leaves '],
  ['It leaves [p. 12:', 'It leaves '],
  ['It leaves [p. 12:3, p. 4', 'It leaves '],
  ['It leaves 【doc', 'It leaves '],
  ['It leaves (p. 1', 'It leaves '],
  ['It leaves (at nine', 'It leaves (at nine'],
  ['It leaves [p. 12:3]', 'It leaves [p. 12:3]'],
  ['See [the plan', 'See [the plan'],
])('of an answer that is being written, an end that may become a marker is held back: %s', (answer, shown) => {
  expect(withoutOpenMarker(answer)).toBe(shown)
})

const places = fc.record({ page: fc.integer({ min: 1, max: 9_999 }), passage: fc.integer({ min: 1, max: 999 }) })
const pieces = fc.array(
  fc.oneof(
    fc.stringMatching(/^[a-zA-Z0-9 .,([\])p\n]{0,12}$/),
    places.map((place) => markerOf(place)),
    places.map((place) => markerOf(place, 2)),
  ),
  { maxLength: 8 },
)

test('what is shown of an answer while it is being written never shows half a marker, and only grows', () => {
  fc.assert(
    fc.property(pieces, (all) => {
      const answer = all.join('')
      let before = ''
      for (let end = 0; end <= answer.length; end++) {
        const shown = inPlainWords(withoutOpenMarker(answer.slice(0, end)))
        expect(shown.startsWith(before)).toBe(true)
        before = shown
      }
      expect(markersIn(before)).toEqual(markersIn(inPlainWords(answer)))
    }),
  )
})
