import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Blocks, noBlocks, readBlocks } from './blocks.js'

const pieces = [
  'word',
  ' ',
  '  ',
  '    ',
  '\n',
  '\n',
  '\n\n',
  '\n\n',
  '\r\n',
  '\t',
  '# ',
  '## T\n',
  '- ',
  '* ',
  '+ ',
  '1. ',
  '2) ',
  '- [ ] ',
  '- [x] ',
  '```',
  '```py\n',
  '~~~\n',
  '`',
  '**',
  '_',
  '~~',
  '> ',
  '>\n',
  '---',
  '===\n',
  '***\n',
  '|',
  '| a | b |\n',
  '|--|:-:|\n',
  '--|--\n',
  '<div>',
  '</div>\n',
  '<!-- ',
  '-->',
  '<pre>',
  '</pre>',
  '<b>',
  '[a](https://b.c)',
  '[a]: https://b.c\n',
  '[a]',
  '![x](y.png)',
  'https://d.e',
  '&amp;',
  '\\',
  '$x$',
  'א',
  '漢字',
  '🙂',
]
const markdown = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''))
const cuts = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 30 })

const whole = (text: string) => readBlocks(noBlocks, text)
const all = ({ frozen, open }: Blocks) => [...frozen, ...open]

function* streamed(text: string, steps: readonly number[]): Generator<Blocks> {
  let blocks = noBlocks
  let end = 0
  for (let index = 0; end < text.length; index++) {
    end = Math.min(text.length, end + 1 + (steps[index % steps.length] ?? 0))
    blocks = readBlocks(blocks, text.slice(0, end))
    yield blocks
  }
}

const runs = { numRuns: 2_000 }

test('a streamed reply ends with the same blocks as the whole text, however it is cut into batches', () => {
  fc.assert(
    fc.property(markdown, cuts, (text, steps) => {
      let last = noBlocks
      for (const blocks of streamed(text, steps)) last = blocks
      expect(all(last)).toEqual(all(whole(text)))
    }),
    runs,
  )
})

test('a block that was frozen while streaming equals the block of the whole text', () => {
  fc.assert(
    fc.property(markdown, cuts, (text, steps) => {
      const expected = all(whole(text))
      for (const { frozen } of streamed(text, steps)) expect(frozen).toEqual(expected.slice(0, frozen.length))
    }),
    runs,
  )
})

test('no text is lost or duplicated between frozen and open blocks', () => {
  fc.assert(
    fc.property(markdown, cuts, (text, steps) => {
      for (const blocks of streamed(text, steps)) {
        const raw = blocks.frozen.map((token) => token.raw).join('')
        expect(raw).toBe(blocks.source.slice(0, blocks.frozenLength))
      }
    }),
    runs,
  )
})

test('a quote on which the parser throws becomes text, and the following blocks are parsed', () => {
  const blocks = all(whole('- [x] ===\n    > 2) |--|:-:|\nword\n\n# After'))
  expect(blocks.map(({ raw }) => raw).join('')).toContain('> 2) |--|:-:|')
  expect(blocks.at(-1)).toMatchObject({ type: 'heading', text: 'After' })
})

test('frozen blocks stay the same objects, so that they do not render again', () => {
  const first = readBlocks(noBlocks, 'One.\n\nTwo.\n\nThree.\n\nFour')
  const second = readBlocks(first, `${first.source} more.\n\nFive`)
  expect(first.frozen.length).toBeGreaterThan(0)
  expect(second.frozen.slice(0, first.frozen.length).every((token, index) => token === first.frozen[index])).toBe(true)
})

test('a text that does not continue the previous one is parsed again', () => {
  const first = readBlocks(noBlocks, 'One.\n\nTwo.\n\nThree.\n\nFour')
  expect(all(readBlocks(first, 'Other'))).toEqual(all(whole('Other')))
})
