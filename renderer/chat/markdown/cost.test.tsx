import { text as specification } from 'commonmark-spec'
import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, expect, test } from 'vitest'
import { noBlocks, readBlocks } from '../../../markdown/blocks.js'
import type { BlockNode, InlineNode } from '../../../markdown/nodes.js'
import { maxBlockSteps } from '../../../markdown/read-source.js'
import { awkwardText, awkwardTexts, awkwardUnits } from '../../../markdown/testing/awkward-texts.js'
import { cases, costlyCharacters, timeLimit } from '../../../markdown/testing/case-count.js'
import { Markdown } from './markdown.js'

/**
 * How many times as long as the specification of CommonMark a text of its length may take, in processor time. The
 * specification takes about 10 ms for 100 KB, so that this is the 200 ms which one task may take at most.
 */
const maxRatio = 20
/** A short text may take as long as one of this length: the budgets have a fixed part, whatever the length. */
const minReferenceCharacters = 50_000
const tries = 5

function processorMs(task: () => void): number {
  const before = process.cpuUsage().user
  task()
  return (process.cpuUsage().user - before) / 1_000
}

const parseMs = (text: string) =>
  Math.max(
    processorMs(() => readBlocks(noBlocks, text, true)),
    processorMs(() => readBlocks(noBlocks, text, false)),
  )

const referenceMs = (characters: number) =>
  processorMs(() => readBlocks(noBlocks, specification.slice(0, characters), true))

/** Code that has not run often is slow, and the first texts would be compared with a slow reference. */
beforeAll(() => {
  for (let count = 0; count < 10; count++) referenceMs(100_000)
})

/** How much longer than the specification `text` takes. Measured again while it is too much, since other work disturbs. */
function costRatio(text: string): number {
  let [taken, reference] = [Number.POSITIVE_INFINITY, 1]
  for (let count = 0; count < tries && taken / reference > maxRatio; count++) {
    taken = Math.min(taken, parseMs(text))
    reference = Math.max(reference, referenceMs(Math.max(text.length, minReferenceCharacters)))
  }
  return taken / reference
}

const depthOf = (nodes: readonly (BlockNode | InlineNode)[]): number =>
  Math.max(0, ...nodes.map((node) => 1 + depthOf(inside(node))))

function inside(node: BlockNode | InlineNode): readonly (BlockNode | InlineNode)[] {
  if ('children' in node) return node.children
  if ('content' in node) return node.content.nodes
  if (node.type === 'list') return node.items.flatMap(({ children }) => children)
  if (node.type === 'table') return [...node.head, ...node.rows.flat()].flatMap(({ nodes }) => nodes)
  return []
}

const maxDepth = 70

function expectCheap(text: string) {
  const { frozen, open } = readBlocks(noBlocks, text, true)
  for (const { steps, nodes } of [...frozen, ...open]) {
    // The step that exceeds the budget is the last one.
    expect(steps).toBeLessThanOrEqual(maxBlockSteps + 1)
    expect(depthOf(nodes)).toBeLessThanOrEqual(maxDepth)
  }
  expect(costRatio(text)).toBeLessThanOrEqual(maxRatio)
  expect(() => renderToStaticMarkup(<Markdown text={text.slice(0, 2_000)} isFinished={false} />)).not.toThrow()
}

test.each(Object.entries(awkwardTexts(100_000)))('100 KB of %j block no task for long', timeLimit, (_, text) => {
  expectCheap(text)
})

test('no repetition blocks a task for long or nests deeper than the cap', timeLimit, () => {
  fc.assert(
    fc.property(awkwardUnits, (units) => expectCheap(awkwardText(units, costlyCharacters))),
    cases,
  )
})

test('brackets in a half address are read once, however many of them are open', () => {
  const open = `[a](${'(b c d'.repeat(9)}`
  const millisecondsOf = (text: string) =>
    Math.min(...Array.from({ length: tries }, () => processorMs(() => readBlocks(noBlocks, text, false))))
  expect(millisecondsOf(`${open}))`)).toBeLessThanOrEqual(1 + 200 * millisecondsOf(open))
})

test('a task draws a part of a text that has very many blocks', () => {
  const html = renderToStaticMarkup(<Markdown text={'# a\n'.repeat(5_000)} isFinished />)
  expect(html.match(/<h3/g)?.length).toBeLessThan(2_000)
})
