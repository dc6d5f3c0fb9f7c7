import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Blocks, noBlocks, readBlocks } from './blocks.js'
import { cases, timeLimit } from './testing/case-count.js'
import { markdownSource } from './testing/markdown-source.js'

const cuts = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 30 })
const whole = (text: string, isFinished = false) => readBlocks(noBlocks, text, isFinished)
const all = ({ frozen, open }: Blocks) => [...frozen, ...open].map(({ source, nodes }) => ({ source, nodes }))

function* streamed(text: string, steps: readonly number[]): Generator<Blocks> {
  let blocks = noBlocks
  let end = 0
  for (let index = 0; end < text.length; index++) {
    end = Math.min(text.length, end + 1 + (steps[index % steps.length] ?? 0))
    blocks = readBlocks(blocks, text.slice(0, end), false)
    yield blocks
  }
}

test(
  'at every batch a streamed reply has the blocks of the whole text until then, however it is cut into batches',
  timeLimit,
  () => {
    fc.assert(
      fc.property(markdownSource, cuts, (text, steps) => {
        for (const blocks of streamed(text, steps)) expect(all(blocks)).toEqual(all(whole(blocks.source)))
      }),
      cases,
    )
  },
)

test('a reply that streamed has the blocks of the finished text', timeLimit, () => {
  fc.assert(
    fc.property(markdownSource, cuts, (text, steps) => {
      let last = noBlocks
      for (const blocks of streamed(text, steps)) last = blocks
      expect(all(readBlocks(last, text, true))).toEqual(all(whole(text, true)))
    }),
    cases,
  )
})

test('no text is lost or duplicated between the blocks', timeLimit, () => {
  fc.assert(
    fc.property(markdownSource, (text) => {
      const { source, frozen, open } = whole(text, true)
      const words = (of: string) => of.replace(/\s/g, '')
      expect(words([...frozen, ...open].map((block) => block.source).join(''))).toBe(words(source))
    }),
    cases,
  )
})

test('frozen blocks stay the same objects, so that they are not drawn again', () => {
  const first = readBlocks(noBlocks, 'One.\n\nTwo.\n\nThree.\n\nFour', false)
  const second = readBlocks(first, `${first.source} more.\n\nFive`, false)
  expect(first.frozen.length).toBeGreaterThan(0)
  expect(second.frozen.slice(0, first.frozen.length).every((block, index) => block === first.frozen[index])).toBe(true)
})

test('only the last block is parsed while a reply grows', () => {
  const finished = 'A paragraph.\n\n'.repeat(1_000)
  const blocks = readBlocks(readBlocks(noBlocks, `${finished}The last`, false), `${finished}The last\none`, false)
  expect(blocks.frozen).toHaveLength(1_000)
})

test('a definition that comes later resolves the references in blocks that are frozen', () => {
  const before = readBlocks(noBlocks, 'See [the site][1].\n\nMore.\n\nEnd.\n', false)
  const after = readBlocks(before, `${before.source}\n[1]: https://example.org\n`, false)
  expect(before.frozen).toHaveLength(2)
  expect(JSON.stringify(after.frozen[0])).toContain('"href":"https://example.org"')
  expect(after.frozen[1]).toBe(before.frozen[1])
})

test('a text that does not continue the previous one is parsed again', () => {
  const first = readBlocks(noBlocks, 'One.\n\nTwo.\n\nThree.\n\nFour', false)
  expect(all(readBlocks(first, 'Other', false))).toEqual(all(whole('Other')))
})
