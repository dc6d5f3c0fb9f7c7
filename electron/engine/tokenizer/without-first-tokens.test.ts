import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { Tokenizer } from './tokenizer.js'
import { withoutFirstTokens } from './without-first-tokens.js'

let tokenizer: Tokenizer
beforeAll(async () => {
  tokenizer = await Tokenizer.open(new URL('../../../native/tiny-model/model', import.meta.url).pathname)
})

test('the rest is the end of the text, begins with a whole word, and has at least that many tokens fewer', async () => {
  const text = 'The ferry carries forty people over the harbour, and the council pays for it.'
  const rest = await withoutFirstTokens(text, 5, tokenizer)
  expect(text.endsWith(rest)).toBe(true)
  expect(rest).toMatch(/^ \w/)
  expect(await tokenizer.count(rest)).toBeLessThanOrEqual((await tokenizer.count(text)) - 5)
  expect(await withoutFirstTokens(text, 1_000, tokenizer)).toBe('')
})

test('no character is split', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(80), async (text, tokens) => {
      const rest = await withoutFirstTokens(text, tokens, tokenizer)
      expect(text.endsWith(rest)).toBe(true)
      expect(rest).not.toMatch(/\p{Surrogate}/u)
    }),
    { numRuns: 200 },
  )
})
