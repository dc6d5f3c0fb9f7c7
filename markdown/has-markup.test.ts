import { expect, test } from 'vitest'
import { hasMarkup } from './has-markup.js'

test.each([
  'Is the library open on a Sunday?',
  'Two lines,\n\n  and a quote: “yes”. It costs $5 & 3 < 4.',
  'See https://example.org/a_b',
  '2 * 3 * 4, snake_case_name',
])('a text that is shown as it was written has no markup: %j', (text) => {
  expect(hasMarkup(text)).toBe(false)
})

test.each([
  'This is **bold**',
  '- a list',
  '# A heading',
  '`code`',
  '    indented code',
  'a [link](https://example.org)',
  '| a |\n|---|\n| b |',
  'a \\* b',
])('a text that is drawn otherwise has markup: %j', (text) => {
  expect(hasMarkup(text)).toBe(true)
})
