import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SummaryPoint } from '../../../../contract/documents.js'
import { usedNotes } from './used-notes.js'

const point = (page: number, passage: number, text: string): SummaryPoint => ({ text, page, passage, isQuote: false })
const ferry = point(1, 1, 'The old ferry was repaired in March.')
const fare = point(1, 1, 'A ticket to the islands costs four euros.')
const bridge = point(2, 1, 'The bridge stays closed until June.')

test('a note is used when a point says it, in its words or similar ones about the same passage', () => {
  expect(usedNotes([ferry, fare, bridge], [ferry])).toEqual([ferry])
  expect(usedNotes([ferry, fare, bridge], [point(1, 1, 'In March the ferry was repaired.')])).toEqual([ferry])
  expect(usedNotes([ferry, fare, bridge], [{ text: 'The ferry was repaired.', page: 1, isQuote: false }])).toEqual([
    ferry,
  ])
})

test('a note is not used by another point about its passage, nor by similar words about another', () => {
  expect(usedNotes([ferry, fare], [point(1, 1, 'Children travel free of charge.')])).toEqual([])
  expect(usedNotes([ferry], [point(2, 1, 'The new ferry was painted in March.')])).toEqual([])
})

test('a note of few words is not used by a point about another passage that has them all', () => {
  expect(
    usedNotes([point(1, 1, 'Fact 1.1 stands here.')], [point(2, 1, 'Fact 1.1 and fact 2.1 stand and stands.')]),
  ).toEqual([])
})

test('a point that combines two notes uses both, whichever marker it has', () => {
  const both = point(1, 1, 'The old ferry was repaired in March, while the bridge stays closed until June.')
  expect(usedNotes([ferry, fare, bridge], [both])).toEqual([ferry, bridge])
})

test('every note that is itself a point is used, and without points none is', () => {
  const words = fc.constantFrom('ferry', 'bridge', 'museum', 'the', 'and', '2024', '港', 'June')
  const anyPoint = fc.record({
    text: fc.array(words, { minLength: 1, maxLength: 8 }).map((all) => all.join(' ')),
    page: fc.integer({ min: 1, max: 3 }),
    passage: fc.integer({ min: 1, max: 3 }),
    isQuote: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(anyPoint, { maxLength: 10 }), fc.nat(), (notes, seed) => {
      const summary = notes.filter((_, index) => (seed >> index) % 2 === 1)
      const used = usedNotes(notes, summary)
      for (const each of summary) expect(used).toContain(each)
      expect(usedNotes(notes, [])).toEqual([])
    }),
  )
})
