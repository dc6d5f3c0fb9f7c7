import fc from 'fast-check'
import { expect, test } from 'vitest'
import { reusableLength } from './prompt-cache.js'

const tokens = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 12 })

// Keeping one token too many would answer another prompt; keeping the last would leave nothing to decode from.
test('exactly the common beginning is kept, without the last token of the prompt', () => {
  fc.assert(
    fc.property(tokens, tokens, tokens, (start, cachedRest, promptRest) => {
      const cached = [...start, ...cachedRest]
      const prompt = [...start, ...promptRest]
      const length = reusableLength(cached, prompt)
      expect(prompt.slice(0, length)).toEqual(cached.slice(0, length))
      expect(length).toBeLessThanOrEqual(Math.max(0, prompt.length - 1))
      const isLongest = length === cached.length || length >= prompt.length - 1 || cached[length] !== prompt[length]
      expect(isLongest).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})
