import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SummaryPoint } from '../../../../contract/documents.js'
import { summaryForms } from '../../../../contract/summary-forms.js'
import { estimateMerges, maxLastPoints, maxPointsPerMerge, planMerges, spread, thin, toBlocks } from './merge-plan.js'

const maxSummaryPoints = 12

const points = (count: number, first = 0): SummaryPoint[] =>
  Array.from({ length: count }, (_, index) => ({ text: `Point ${first + index}`, isQuote: false }))

/** Of a document of a hundred points. */
const depthOf = ({ text }: SummaryPoint) => Number(text.slice(6)) / 100

/** Every merge returns as many points as it may: the slowest way to a summary. */
const mergeAll = (lists: readonly (readonly SummaryPoint[])[], tokens: number, budget: number) => {
  let level = lists
  let merges = 0
  for (let levels = 1; ; levels++) {
    const groups = planMerges(toBlocks(level, maxSummaryPoints), (block) => block.length * tokens, budget)
    merges += groups.length
    const maxPoints = maxPointsPerMerge(groups, maxSummaryPoints, depthOf)
    level = groups.map((group, index) => thin(group.flat(), maxPoints[index] ?? 0, depthOf))
    if (level.flat().length <= maxLastPoints(maxSummaryPoints)) return { levels, merges, summary: level.flat() }
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
      expect(summary.length).toBeLessThanOrEqual(maxLastPoints(maxSummaryPoints))
      expect(levels).toBeLessThan(20)
    }),
  )
})

test('points that fit a summary lose nothing in a level of merges', () => {
  const groups = [[points(3), points(2)], [points(4)]]
  expect(maxPointsPerMerge(groups, maxSummaryPoints, depthOf)).toEqual([5, 4])
})

test('a merge of a single point among many keeps it', () => {
  expect(
    maxPointsPerMerge(
      [...Array.from({ length: 10 }, () => [points(4), points(4)]), [points(1)]],
      maxSummaryPoints,
      depthOf,
    ).at(-1),
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

test('points that are left out stand close to others', () => {
  const at = (...depths: readonly number[]) => depths.map((depth) => ({ text: `Point ${depth}`, isQuote: false }))
  expect(spread(at(10, 12, 14, 50, 90), 3, depthOf)).toEqual(at(10, 50, 90))
  expect(spread(at(0, 1, 2, 3, 4, 5), 3, depthOf)).toEqual(at(0, 2, 3))
  expect(spread(at(1, 11, 12, 13, 14, 21), 4, depthOf)).toEqual(at(1, 11, 13, 21))
  expect(spread(at(10, 12), 3, depthOf)).toEqual(at(10, 12))
  expect(spread(at(10, 10, 10, 10), 2, depthOf)).toHaveLength(2)
  expect(spread(at(10, 20), 0, depthOf)).toEqual([])
})

test('merges of many points leave room for those of few points from as much of the document', () => {
  const groups = [[points(20)], [points(2, 25)], [points(20, 50)], [points(6, 75)]]
  expect(maxPointsPerMerge(groups, 24, depthOf)).toEqual([10, 2, 10, 6])
})

test('the estimated number of merges is close to the slowest way', () => {
  for (const parts of [2, 10, 50, 400]) {
    const { merges } = mergeAll(
      Array.from({ length: parts }, (_, part) => points(4, (part * 100) / parts)),
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
    while (lists.flat().length > maxLastPoints(maxPoints)) {
      const groups = planMerges(toBlocks(lists, maxPoints), () => 10, 10_000)
      const limits = maxPointsPerMerge(groups, maxPoints, depthOf)
      lists = groups.map((group, index) => [...thin(group.flat(), limits[index] ?? 0, depthOf)])
    }
    const summary = spread(lists.flat(), maxPoints, depthOf)
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => summary.filter(({ text }) => Math.floor(Number(text.slice(6)) / 10) === tenth).length,
    )
    expect(Math.min(...tenths) / Math.max(...tenths), `${parts}: ${tenths.join(' ')}`).toBeGreaterThanOrEqual(0.7)
  }
})
