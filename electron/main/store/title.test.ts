import fc from 'fast-check'
import { expect, test } from 'vitest'
import { titleFrom } from './title.js'

test.each([
  ['Hello', 'Hello'],
  ['\n\n  ## **Plan** for the _week_\nrest', 'Plan for the week'],
  ['- [the report](https://example.org) `now`', 'the report now'],
  ['See [Foo](https://example.org/Foo_(bar)) and ![a map](map.png)', 'See Foo and a map'],
  ['[[1]](a) and [half](', '[[1]](a) and [half]('],
  [`${' \n'.repeat(9_000)}late words`, 'late words'],
  ['```js\nconst a = 1\n```', 'const a = 1'],
  ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
  ['', 'New conversation'],
  ['  \n\t', 'New conversation'],
  [
    'Summarise the report of the harbour office, and tell me what is missing',
    'Summarise the report of the harbour office, and…',
  ],
])('the title of %j is %j', (text, title) => expect(titleFrom(text)).toBe(title))

test('a title is one line, never empty, never long, and never splits a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const title = titleFrom(text)
      expect(title.trim()).not.toBe('')
      expect([...title].length).toBeLessThanOrEqual(49)
      expect(title).not.toMatch(/[\r\n]/)
      expect(title).not.toMatch(/\p{Cs}/u)
    }),
  )
})
