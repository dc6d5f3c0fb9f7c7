import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SummaryPoint } from '../../../../contract/documents.js'
import { summaryForms } from '../../../../contract/summary-forms.js'
import { estimateMerges, maxPointsPerMerge, planMerges, thin, toBlocks } from './merge-plan.js'

const maxSummaryPoints = 12

const points = (count: number, first = 0): SummaryPoint[] =>
  Array.from({ length: count }, (_, index) => ({ text: `Point ${first + index}`, isQuote: false }))

/** Every merge returns as many points as it may: the slowest way to a summary. */
const mergeAll = (lists: readonly (readonly SummaryPoint[])[], tokens: number, budget: number) => {
  let level = lists
  let merges = 0
  for (let levels = 1; ; levels++) {
    const groups = planMerges(toBlocks(level, maxSummaryPoints), (block) => block.length * tokens, budget)
    merges += groups.length
    const maxPoints = maxPointsPerMerge(groups, maxSummaryPoints)
    level = groups.map((group, index) => thin(group.flat(), maxPoints[index] ?? 0))
    if (level.flat().length <= maxSummaryPoints) return { levels, merges, summary: level.flat() }
  }
}

test('a level contains every point once, in order, in merges that fit', () => {
  const lists = fc.array(fc.integer({ min: 0, max: 24 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(lists, fc.integer({ min: 1, max: 100 }), (sizes, tokens) => {
      const all = sizes.map((size, index) => points(size, index * 100))
      const groups = planMerges(toBlocks(all, maxSummaryPoints), (block) => block.length * tokens, 8 * tokens)
      expect(groups.flat(2)).toEqual(all.flat())
      for (const group of groups) {
        expect(group.length).toBeLessThanOrEqual(8)
        expect(group.flat().length).toBeLessThanOrEqual(8)
        for (const block of group) expect(block.length).toBeLessThanOrEqual(4)
      }
    }),
  )
})

test('levels end with a short summary, even when every merge keeps as many points as it may', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 24 }), { minLength: 1, maxLength: 400 }), (sizes) => {
      const { summary, levels } = mergeAll(
        sizes.map((size) => points(size)),
        100,
        818,
      )
      expect(summary.length).toBeGreaterThan(0)
      expect(summary.length).toBeLessThanOrEqual(maxSummaryPoints)
      expect(levels).toBeLessThan(20)
    }),
  )
})

test('points that fit a summary lose nothing in a level of merges', () => {
  const groups = [[points(3), points(2)], [points(4)]]
  expect(maxPointsPerMerge(groups, maxSummaryPoints)).toEqual([5, 4])
})

test('a merge of a single point among many keeps it', () => {
  expect(
    maxPointsPerMerge([...Array.from({ length: 10 }, () => [points(4), points(4)]), [points(1)]], maxSummaryPoints).at(
      -1,
    ),
  ).toBe(1)
})

test('the merges of a level have similar sizes', () => {
  const groups = planMerges(
    toBlocks(
      Array.from({ length: 9 }, () => points(3)),
      maxSummaryPoints,
    ),
    () => 10,
    10_000,
  )
  expect(groups.map((group) => group.length)).toEqual([5, 4])
})

test('many points of one part are merged in blocks of four', () => {
  expect(toBlocks([points(40)], maxSummaryPoints).map((block) => block.length)).toEqual(
    Array.from({ length: 10 }, () => 4),
  )
})

test('slightly too many notes are merged in pairs, so that the summary stays full', () => {
  expect(toBlocks([points(7), points(8)], maxSummaryPoints).map((block) => block.length)).toEqual([
    1, 2, 2, 2, 2, 2, 2, 2,
  ])
})

test('thinning takes points from the whole list, not only from its start', () => {
  expect(thin([0, 1, 2, 3, 4, 5, 6, 7], 4)).toEqual([0, 2, 4, 6])
  expect(thin([1, 2], 4)).toEqual([1, 2])
})

test('the estimated number of merges is close to the slowest way', () => {
  for (const parts of [2, 10, 50, 400]) {
    const { merges } = mergeAll(
      Array.from({ length: parts }, () => points(4)),
      20,
      818,
    )
    expect(Math.abs(estimateMerges(parts * 4) - merges)).toBeLessThanOrEqual(2)
  }
})

test('a page keeps as much of the end of a document as of its begin', () => {
  const { maxPoints } = summaryForms.page
  for (const parts of [1, 5, 13, 20, 40]) {
    const facts = points(100)
    let lists = Array.from({ length: parts }, (_, part) =>
      facts.filter((_fact, index) => Math.floor(((index + 0.5) * parts) / 100) === part),
    )
    while (lists.flat().length > maxPoints) {
      const groups = planMerges(toBlocks(lists, maxPoints), () => 10, 10_000)
      const limits = maxPointsPerMerge(groups, maxPoints)
      lists = groups.map((group, index) => [...thin(group.flat(), limits[index] ?? 0)])
    }
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => lists.flat().filter(({ text }) => Math.floor(Number(text.slice(6)) / 10) === tenth).length,
    )
    expect(Math.min(...tenths) / Math.max(...tenths)).toBeGreaterThanOrEqual(0.7)
  }
})
