import { tests as examples, text as specification } from 'commonmark-spec'
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { openableAddress } from '../../../contract/openable-address.js'
import { type Blocks, noBlocks, readBlocks } from '../../../markdown/blocks.js'
import { isHeavy, timeLimit } from '../../../markdown/testing/case-count.js'
import { drawnAttributes, drawnElements } from '../../../markdown/testing/drawn-elements.js'
import { payloads } from '../../../markdown/testing/payloads.js'
import { TopBlock } from './block.js'

/** What the window draws of the blocks, whether they grew or were parsed at once. */
const drawn = ({ frozen, open, isFinished }: Blocks) =>
  renderToStaticMarkup(
    [...frozen, ...open].map(({ nodes }, key) => createElement(TopBlock, { key, nodes, isFinished })),
  )

type Node = DefaultTreeAdapterTypes.ChildNode

/** What a text must not become, one line each. */
function faultsOf(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap((node) => {
    if (!('tagName' in node)) return []
    const element = drawnElements.includes(node.tagName) ? [] : [`<${node.tagName}>`]
    const attributes = node.attrs
      .filter(
        ({ name, value }) => !drawnAttributes.includes(name) || (name === 'href' && openableAddress(value) !== value),
      )
      .map(({ name, value }) => `${name}="${value}"`)
    return [...element, ...attributes, ...faultsOf(node.childNodes)]
  })
}

const expectHarmless = (html: string, source: string) =>
  expect(faultsOf(parseFragment(html).childNodes), source).toEqual([])

test('there are more than a thousand payloads', () => {
  expect(payloads.length).toBeGreaterThan(1_000)
})

test('a payload from history is only words and links that main may open', timeLimit, () => {
  for (const text of payloads) expectHarmless(drawn(readBlocks(noBlocks, text, true)), text)
})

test('so it is at every prefix of a payload that streams', timeLimit, () => {
  const chosen = isHeavy ? payloads : payloads.filter((_, index) => index % 23 === 0)
  for (const text of chosen) {
    let blocks = noBlocks
    for (let end = 1; end <= text.length; end++) {
      blocks = readBlocks(blocks, text.slice(0, end), false)
      expectHarmless(drawn(blocks), blocks.source)
    }
  }
})

test('at every prefix, what has streamed is drawn as if it were parsed whole', timeLimit, () => {
  const texts = isHeavy
    ? [...examples.map(({ markdown }) => markdown), ...payloads, specification.slice(0, 20_000)]
    : [...examples.map(({ markdown }) => markdown), ...payloads].filter((_, index) => index % 12 === 0)
  for (const text of texts) {
    let blocks = noBlocks
    for (let end = 1; end <= text.length; end++) {
      blocks = readBlocks(blocks, text.slice(0, end), false)
      const whole = readBlocks(noBlocks, text.slice(0, end), false)
      expect(withoutSteps(blocks), text.slice(0, end)).toEqual(withoutSteps(whole))
    }
    expect(withoutSteps(readBlocks(blocks, text, true))).toEqual(withoutSteps(readBlocks(noBlocks, text, true)))
  }
})

const withoutSteps = ({ frozen, open }: Blocks) => [...frozen, ...open].map(({ source, nodes }) => ({ source, nodes }))
