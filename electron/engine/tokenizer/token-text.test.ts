import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TokenPieces, TokenText } from './token-text.js'

const decode = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)

/** Cuts bytes into tokens of the given lengths and pushes them one by one; the ids are the tokens' indices. */
function feed(bytes: Uint8Array, lengths: readonly number[]): { shown: string[]; all: string } {
  const tokens: Uint8Array[] = []
  for (let at = 0, index = 0; at < bytes.length; index++) {
    const length = lengths[index % Math.max(1, lengths.length)] ?? 1
    tokens.push(bytes.slice(at, at + length))
    at += length
  }
  const text = new TokenText(new TokenPieces((id) => tokens[id] ?? new Uint8Array(0)))
  const shown = tokens.map((_, id) => text.push(id))
  return { shown, all: shown.join('') + text.flush() }
}

const lengths = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 })
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', 'é', '好', '👍🏽', '\ufeff', '\u0000'),
    fc.string({ unit: 'grapheme', maxLength: 1 }),
  ),
})

test('text that is cut into tokens anywhere is decoded completely, and never shows half a character', () => {
  fc.assert(
    fc.property(text, lengths, (given, cuts) => {
      const { shown, all } = feed(new TextEncoder().encode(given), cuts)
      expect(all).toBe(decode(new TextEncoder().encode(given)))
      if (!/[\ufffd\p{Surrogate}]/u.test(given)) expect(shown.join('')).not.toContain('\ufffd')
    }),
    { numRuns: 2_000 },
  )
})

test('invalid bytes are decoded as by a decoder of all bytes at once', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 24 }), lengths, (bytes, cuts) => {
      expect(feed(bytes, cuts).all).toBe(decode(bytes))
    }),
    { numRuns: 4_000 },
  )
})

test('half a character at the end is one replacement character', () => {
  const bytes = new TextEncoder().encode('ok 👍').slice(0, -1)
  const { shown, all } = feed(bytes, [1])
  expect(shown.join('')).toBe('ok ')
  expect(all).toBe('ok \ufffd')
})
