import { expect, test } from 'vitest'
import { decodeEntities } from './entities.js'

test('character references are read as the characters that they stand for', () => {
  expect(decodeEntities('R&amp;D &lt;b&gt; &#8364; &#x1F642; &mdash;')).toBe('R&D <b> € 🙂 —')
})

test('an ampersand that begins no reference stays, and so does a reference that is not known', () => {
  expect(decodeEntities('a & b &unknown; &amp')).toBe('a & b &unknown; &amp')
})

test('a reference to no character never throws', () => {
  expect(decodeEntities('&#0; &#xD800; &#9999999;')).toBe('\ufffd \ufffd \ufffd')
})
