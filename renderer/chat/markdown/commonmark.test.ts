import { HtmlRenderer, Parser } from 'commonmark'
import { tests } from 'commonmark-spec'
import { expect, test } from 'vitest'
import { expectedHtml } from './testing/expected-html.js'
import { shownHtml } from './testing/shown-html.js'

/** The examples of CommonMark 0.31 that the window shows otherwise, by the reason. */
const deviations: Readonly<Record<string, readonly number[]>> = {
  'Every block of HTML ends at a blank line, so that a tag that is never closed does not flatten the rest of a reply.':
    [169, 170, 171, 172, 173, 179, 180, 182],
  'Asterisks between digits multiply: a dose of 5*6*78 must not become 5678.': [356],
  'An address without brackets is a link, as in GFM.': [602, 608, 611, 612],
}

const withTabs = (text: string) => text.replaceAll('→', '\t')
const examples = tests.map(({ markdown, html, ...rest }) => ({
  ...rest,
  markdown: withTabs(markdown),
  html: withTabs(html),
}))
const deviating = new Set(Object.values(deviations).flat())

test('commonmark.js is the reference: it reads every example as the specification says', () => {
  for (const { markdown, html } of examples) expect(new HtmlRenderer().render(new Parser().parse(markdown))).toBe(html)
})

test.each(examples.filter(({ number }) => !deviating.has(number)))(
  'CommonMark example $number ($section)',
  (example) => {
    expect(shownHtml(example.markdown)).toBe(expectedHtml(new Parser().parse(example.markdown)))
  },
)

test.each(examples.filter(({ number }) => deviating.has(number)))(
  'example $number is listed because it deviates',
  (example) => {
    expect(shownHtml(example.markdown)).not.toBe(expectedHtml(new Parser().parse(example.markdown)))
  },
)
