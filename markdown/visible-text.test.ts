import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cases, timeLimit } from './testing/case-count.js'
import { markdownSource } from './testing/markdown-source.js'
import { mayHideWords, visibleText } from './visible-text.js'

test.each([
  ['a tag', 'H<sub>2</sub>O and x<sup>2</sup>', 'H2O and x2'],
  ['a character reference', '&copy; 2024 R&amp;D, caf&eacute;', '© 2024 R&D, café'],
  ['an escaped mark', 'snake\\_case \\*', 'snake_case *'],
  ['emphasis inside a word', 'un*frigging*believable, **P**arley, ~~old~~new', 'unfriggingbelievable, Parley, oldnew'],
  ['a link that opens', 'see [the page](https://example.org/hidden "tip")s', 'see the pages'],
  ['a link that does not open', '[file](file:///etc/hosts)', 'file (file:///etc/hosts)'],
  ['an address in the text', 'see https://example.org/a.', 'see https://example.org/a.'],
  ['a reference and its definition', '[here][1]\n\n[1]: https://example.org', 'here'],
  ['an image', '![a cat](https://example.org/cat.png) ![](https://example.org/dog.png)', 'a cat Image'],
  ['a footnote', 'one[^1].\n\n[^1]: two', 'one 1 .\n1 two'],
  ['code', '`a*b*` and\n\n```python\nx = "&amp;"\n```\n\n```\ny\n```', 'a*b* and\npython\nx = "&amp;"\ny'],
  ['a list', '1. one\n2. - [x] two\n\n   three', 'one\ntwo\nthree'],
  ['a table', '| a | **b** |\n|---|---|\n| c \\| d | e |', 'a\tb\nc | d\te'],
  ['a quote, a rule and a heading', '> # said\n\n***\n\nTitle\n=====', 'said\nTitle'],
  ['HTML that is no element', '<div class="x">in</div>', '<div class="x">in</div>'],
  ['a line break', 'one<br>two\nthree', 'one\ntwo\nthree'],
])('of Markdown the visible text is left: %s', (_, source, text) => {
  expect(visibleText(source)).toBe(text)
})

test('a text whose parsing takes too many steps stays as it was written, from the block that exceeds them', () => {
  const costly = `${'[a](<b'.repeat(40)}\n\n`
  const text = visibleText(`**First**\n\n${costly.repeat(2_000)}**last**`)
  expect(text.startsWith('First\n')).toBe(true)
  expect(text.endsWith('**last**')).toBe(true)
})

test('a long address that many links show does not multiply the text', () => {
  const address = 'x'.repeat(20_000)
  expect(visibleText(`[a]\n\n[a]: ${address}`)).toBe(`a (${'x'.repeat(100)}…)`)
  for (const source of [
    `${'[a] '.repeat(1_500)}\n\n[a]: ${address}`,
    `${`${'[a] '.repeat(1_900)}\n\n`.repeat(4)}[a]: ${address.repeat(4)}`,
    '\n\n[ c="]: '.repeat(10_000) + '~'.repeat(9_000),
  ])
    expect(visibleText(source).length).toBeLessThan(10 * source.length)
})

/** Addresses that are shown have these, and an image without words is `Image`. */
const encoded = /%[\dA-F]{2}|xn--[a-z\d-]+/g
const added = ['Image', 'https', 'mailto']

test('only a source that may hide words has a visible word that it does not spell', timeLimit, () => {
  const spelled = fc.array(fc.constantFrom('e', 'x1', '&eacute;', '*', '**', '_', '`', '~~', '\\', '<kbd>', '</kbd>'))
  const source = fc.tuple(markdownSource, spelled).map(([text, word]) => `${text}\n\n${word.join('')}`)
  fc.assert(
    fc.property(source, (text) => {
      const words =
        visibleText(text)
          .replace(encoded, ' ')
          .match(/[\p{L}\p{N}]+/gu) ?? []
      const hidden = words.filter((word) => !text.includes(word) && !added.includes(word))
      if (hidden.length > 0) expect([hidden, mayHideWords(text)]).toEqual([hidden, true])
    }),
    cases,
  )
})
