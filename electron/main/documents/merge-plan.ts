import type { SummaryPoint } from '../../../contract/documents.js'

type Block = readonly SummaryPoint[]

/** A summary is meant to be read: about a dozen points. */
export const longestSummary = 12
const longestBlock = 4
const mostBlocks = 8

/** Tokens of one merge's notes. */
export const mergeTokensFor = (partTokens: number) => partTokens * 2

/** A longer line is cut in the prompt, so that eight always fit and every level of merges shrinks. */
export const lineTokensFor = (partTokens: number) =>
  Math.max(8, Math.floor(mergeTokensFor(partTokens) / mostBlocks) - 6)

/**
 * The lists of one level, each the points of a part or of a merge, as blocks of two to four points: the fewer there
 * are, the smaller the blocks, so that a document that is only a little too long keeps a full summary.
 */
export function toBlocks(lists: readonly Block[]): Block[] {
  const size = Math.ceil(lists.flat().length / longestSummary)
  return lists.flatMap((list) => evenly(list, Math.min(Math.max(2, size), longestBlock)))
}

/**
 * The merges of one level: consecutive blocks, at most eight and `budget` tokens each, in groups of about one size.
 *
 * @param tokens of a block, its heading included
 */
export function planMerges(blocks: readonly Block[], tokens: (block: Block) => number, budget: number): Block[][] {
  const fewest = pack(blocks, tokens, budget, mostBlocks).length
  return fewest <= 1 ? [[...blocks]] : pack(blocks, tokens, budget, Math.ceil(blocks.length / fewest))
}

function pack(blocks: readonly Block[], tokens: (block: Block) => number, budget: number, most: number): Block[][] {
  const groups: Block[][] = []
  let group: Block[] = []
  let sum = 0
  for (const block of blocks) {
    const added = tokens(block)
    const isFull = group.length >= most || (group.length > 1 && sum + added > budget)
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

/** How many points each merge of a level may give: half of its own, so that levels come to an end, but a summary in all. */
export function shares(merges: readonly (readonly Block[])[]): number[] {
  const total = merges.flat(2).length
  const most = Math.max(longestSummary, Math.floor(total / 2))
  const share = Math.min(1, most / total)
  return merges.map((blocks) => Math.max(1, Math.floor(blocks.flat().length * share)))
}

/** A merge that keeps fewer points has lost most of its parts and is of no use. */
export const fewestPoints = (blocks: readonly Block[]) => Math.ceil(blocks.length / 2)

/** At most `most` of `points`, spread over the whole list. */
export function thinned<T>(points: readonly T[], most: number): readonly T[] {
  if (points.length <= most) return points
  return Array.from({ length: most }, (_, index) => points[Math.floor((index * points.length) / most)] as T)
}

/** Merges that the notes of several parts will take, for the estimate of the time that is left. */
export function estimateMerges(points: number): number {
  let merges = 0
  let left = points
  do {
    merges += Math.ceil(left / longestBlock / mostBlocks)
    left = Math.max(longestSummary, Math.floor(left / 2))
  } while (left > longestSummary)
  return merges
}

/** Chunks of at most `most`, none much smaller than another. */
function evenly<T>(list: readonly T[], most: number): T[][] {
  const chunks = Math.ceil(list.length / most)
  return Array.from({ length: chunks }, (_, index) =>
    list.slice(Math.floor((index * list.length) / chunks), Math.floor(((index + 1) * list.length) / chunks)),
  )
}
