import type { SummaryPoint } from '../../../../contract/documents.js'
import { defaultSummary, summaryForms } from '../../../../contract/summary-forms.js'

type Block = readonly SummaryPoint[]

const maxBlockPoints = 4
/** The last level of merges returns so many times the points of a summary: those that stand closest are left out. */
const lastLevelShare = 1.2
const maxMergeBlocks = 8

/** Tokens of the notes in one merge. */
export const maxMergeTokensFor = (partTokens: number) => partTokens * 2

/** A longer line is cut in the prompt, so that eight blocks always fit and every level of merges shrinks. */
export const maxLineTokensFor = (partTokens: number) =>
  Math.max(8, Math.floor(maxMergeTokensFor(partTokens) / maxMergeBlocks) - 6)

/**
 * Splits the lists of one level, each the points of a part or of a merge, into blocks of two to four points. Fewer
 * points make smaller blocks, so that a document that is only a little too long keeps a full summary.
 *
 * @param maxSummaryPoints of the summary's form, which stays short enough to read
 */
export function toBlocks(lists: readonly Block[], maxSummaryPoints: number): Block[] {
  const size = Math.ceil(lists.flat().length / maxSummaryPoints)
  return lists.flatMap((list) => splitEvenly(list, Math.min(Math.max(2, size), maxBlockPoints)))
}

/**
 * Plans the merges of one level: consecutive blocks, at most eight and `budget` tokens each, in groups of similar size.
 *
 * @param tokens counts the tokens of a block, including its heading
 */
export function planMerges(blocks: readonly Block[], tokens: (block: Block) => number, budget: number): Block[][] {
  const minMerges = packBlocks(blocks, tokens, budget, maxMergeBlocks).length
  return minMerges <= 1 ? [[...blocks]] : packBlocks(blocks, tokens, budget, Math.ceil(blocks.length / minMerges))
}

/** Groups consecutive blocks, at most `maxBlocks` and `budget` tokens each. */
export function packBlocks(
  blocks: readonly Block[],
  tokens: (block: Block) => number,
  budget: number,
  maxBlocks: number,
): Block[][] {
  const groups: Block[][] = []
  let group: Block[] = []
  let sum = 0
  for (const block of blocks) {
    const added = tokens(block)
    const isFull = group.length >= maxBlocks || (group.length > 1 && sum + added > budget)
    if (isFull) {
      groups.push(group)
      group = []
      sum = 0
    }
    group.push(block)
    sum += added
  }
  if (group.length > 0) groups.push(group)
  return groups
}

/**
 * How many points each merge of a level may return: half of all, so that levels end, but a full summary in total. Each has
 * them by its share of the document, not by its points, so that no tenth of the document has fewer than the others; what a
 * merge of few points leaves is for the others.
 *
 * @param depthOf how far into the document a point stands, from 0 to 1
 */
export function maxPointsPerMerge(
  merges: readonly (readonly Block[])[],
  maxSummaryPoints: number,
  depthOf: (point: SummaryPoint) => number,
): number[] {
  const counts = merges.map((blocks) => blocks.flat().length)
  const total = counts.reduce((sum, count) => sum + count, 0)
  const maxTotal = Math.min(total, nextTotal(total, maxSummaryPoints))
  const starts = merges.map((blocks, index) => {
    const [first] = blocks.flat()
    return index === 0 || !first ? 0 : depthOf(first)
  })
  const shares = starts.map((start, index) => Math.max(minShare, (starts[index + 1] ?? 1) - start))
  return rounded(limitedShares(counts, shares, maxTotal)).map((points) => Math.max(1, points))
}

/** Whole numbers with the same sum: what is cut off of one is given to a later one. */
function rounded(numbers: readonly number[]): readonly number[] {
  let exact = 0
  let given = 0
  return numbers.map((number) => {
    exact += number
    const whole = Math.round(exact) - given
    given += whole
    return whole
  })
}

/** So many points need no further merge. */
export const maxLastPoints = (maxSummaryPoints: number) => Math.floor(maxSummaryPoints * lastLevelShare)

/** Half as many points after a level of merges; the last one has the rest, so that none is for a few points only. */
function nextTotal(total: number, maxSummaryPoints: number): number {
  const last = maxLastPoints(maxSummaryPoints)
  const half = Math.floor(total / 2)
  return half <= last * lastLevelShare ? last : half
}

/** A merge whose points stand in one passage still has a part of the document. */
const minShare = 1e-6

/** Divides `total` by the shares, with at most its limit for each; the limits are `total` or more together. */
function limitedShares(limits: readonly number[], shares: readonly number[], total: number): readonly number[] {
  const ratio = (index: number) => (limits[index] ?? 0) / (shares[index] ?? 1)
  const order = limits.map((_, index) => index).sort((a, b) => ratio(a) - ratio(b))
  const divided: number[] = []
  let left = total
  let leftShares = shares.reduce((sum, share) => sum + share, 0)
  for (const index of order) {
    const [limit = 0, share = 0] = [limits[index], shares[index]]
    const points = Math.min(limit, (left * share) / leftShares)
    divided[index] = points
    left -= points
    leftShares -= share
  }
  return divided
}

/** A merge that returns fewer points has lost most of its parts and counts as failed. */
export const minPointsOf = (blocks: readonly Block[]) => Math.ceil(blocks.length / 2)

/**
 * At most `maxCount` of `points`, which are in the order of the document: of each tenth of it as many, as far as it has
 * them.
 */
export function spread(
  points: readonly SummaryPoint[],
  maxCount: number,
  depthOf: (point: SummaryPoint) => number,
): readonly SummaryPoint[] {
  if (points.length <= maxCount) return points
  const tenths: SummaryPoint[][] = Array.from({ length: 10 }, () => [])
  for (const point of points) tenths[Math.min(9, Math.floor(depthOf(point) * 10))]?.push(point)
  const counts = tenths.map(({ length }) => length)
  const limits = rounded(limitedShares(counts, Array(10).fill(1), maxCount))
  return tenths.flatMap((tenth, index) => thin(tenth, limits[index] ?? 0, depthOf))
}

/** At most `count` points: those closest to as many places at the same distance from each other, the first one included. */
export function thin<T>(
  points: readonly T[],
  count: number,
  depthOf: (point: T, index: number) => number,
): readonly T[] {
  if (points.length <= count) return points
  const depths = points.map(depthOf)
  const [first = 0] = depths
  const step = ((depths.at(-1) ?? 0) - first) / Math.max(1, count)
  // best[places][end]: the smallest distance of the first places from as many of the points before `end`.
  const best = [Array.from({ length: points.length + 1 }, () => 0)]
  for (let places = 1; places <= count; places++) {
    const row = [Number.POSITIVE_INFINITY]
    for (const [index, depth] of depths.entries()) {
      const distance = Math.abs(depth - first - (places - 1) * step)
      row.push(Math.min(row[index] ?? 0, (best[places - 1]?.[index] ?? 0) + distance))
    }
    best.push(row)
  }
  const chosen: T[] = []
  for (let places = count, end = points.length; places > 0; end--) {
    if (best[places]?.[end] === best[places]?.[end - 1]) continue
    chosen.unshift(points[end - 1] as T)
    places--
  }
  return chosen
}

/** The number of merges that notes with this many points need, for the estimate of the remaining time. */
export function estimateMerges(points: number, maxSummaryPoints = summaryForms[defaultSummary.form].maxPoints): number {
  let merges = 0
  let left = points
  do {
    merges += Math.ceil(left / maxBlockPoints / maxMergeBlocks)
    left = nextTotal(left, maxSummaryPoints)
  } while (left > maxLastPoints(maxSummaryPoints))
  return merges
}

/** Groups of at most `maxLength`, of similar size. */
function splitEvenly<T>(list: readonly T[], maxLength: number): T[][] {
  const groups = Math.ceil(list.length / maxLength)
  return Array.from({ length: groups }, (_, index) =>
    list.slice(Math.floor((index * list.length) / groups), Math.floor(((index + 1) * list.length) / groups)),
  )
}
