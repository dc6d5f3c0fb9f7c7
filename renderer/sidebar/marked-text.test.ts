import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markMatches } from './marked-text.js'

test('matches are marked at their offsets', () => {
  expect(markMatches('the old ferry', [[4, 7]])).toEqual([
    { text: 'the ', isMatch: false },
    { text: 'old', isMatch: true },
    { text: ' ferry', isMatch: false },
  ])
})

test('the pieces together are the text, whatever the offsets', () => {
  const offsets = fc.array(fc.tuple(fc.integer({ min: -5, max: 40 }), fc.integer({ min: -5, max: 40 })))
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), offsets, (text, matches) => {
      const valid = matches.filter(([start]) => start >= 0)
      expect(
        markMatches(text, valid)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
