import type { SummaryPoint } from '../../../../contract/documents.js'
import { defaultSummary, summaryForms } from '../../../../contract/summary-forms.js'

type Block = readonly SummaryPoint[]

const maxBlockPoints = 4
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
 * How many points each merge of a level may return: half of its points, so that levels end, but a full summary in total.
 * What is cut off by rounding in one merge is given to a later one, so that no tenth of a document has less than the others.
 */
export function maxPointsPerMerge(merges: readonly (readonly Block[])[], maxSummaryPoints: number): number[] {
  const total = merges.flat(2).length
  const maxTotal = Math.min(total, Math.max(maxSummaryPoints, Math.floor(total / 2)))
  let seen = 0
  return merges.map((blocks) => {
    const before = Math.floor((seen * maxTotal) / total)
    seen += blocks.flat().length
    return Math.max(1, Math.floor((seen * maxTotal) / total) - before)
  })
}

/** A merge that returns fewer points has lost most of its parts and counts as failed. */
export const minPointsOf = (blocks: readonly Block[]) => Math.ceil(blocks.length / 2)

/** At most `maxCount` of `points`, spread over the whole list. */
export function thin<T>(points: readonly T[], maxCount: number): readonly T[] {
  if (points.length <= maxCount) return points
  return Array.from({ length: maxCount }, (_, index) => points[Math.floor((index * points.length) / maxCount)] as T)
}

/** The number of merges that notes with this many points need, for the estimate of the remaining time. */
export function estimateMerges(points: number, maxSummaryPoints = summaryForms[defaultSummary.form].maxPoints): number {
  let merges = 0
  let left = points
  do {
    merges += Math.ceil(left / maxBlockPoints / maxMergeBlocks)
    left = Math.max(maxSummaryPoints, Math.floor(left / 2))
  } while (left > maxSummaryPoints)
  return merges
}

/** Groups of at most `maxLength`, of similar size. */
function splitEvenly<T>(list: readonly T[], maxLength: number): T[][] {
  const groups = Math.ceil(list.length / maxLength)
  return Array.from({ length: groups }, (_, index) =>
    list.slice(Math.floor((index * list.length) / groups), Math.floor(((index + 1) * list.length) / groups)),
  )
}
