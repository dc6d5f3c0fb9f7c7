import { expect, test } from 'vitest'
import { decodeEntities } from './entities.js'

test('character references become their characters', () => {
  expect(decodeEntities('R&amp;D &lt;b&gt; &#8364; &#x1F642; &mdash;')).toBe('R&D <b> € 🙂 —')
})

test('an ampersand without a reference stays, and so does an unknown reference', () => {
  expect(decodeEntities('a & b &unknown; &amp')).toBe('a & b &unknown; &amp')
})

test('an invalid code point becomes U+FFFD', () => {
  expect(decodeEntities('&#0; &#xD800; &#9999999;')).toBe('\ufffd \ufffd \ufffd')
})
