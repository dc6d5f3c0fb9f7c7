import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PromptMessage } from '../../../contract/engine.js'
import { splitIntoPieces, wholeSentences } from './fold.js'

const count = async (texts: readonly string[]) => texts.map((text) => Math.ceil(text.length / 3))
const turns = fc.array(
  fc.record<PromptMessage>({
    role: fc.constantFrom('user', 'assistant'),
    text: fc.string({ unit: 'grapheme', maxLength: 400 }),
  }),
  { maxLength: 12 },
)

test('each piece of a folded conversation fits into a prompt, and no text is lost', async () => {
  await fc.assert(
    fc.asyncProperty(turns, fc.integer({ min: 20, max: 200 }), async (all, maxTokens) => {
      const pieces = await splitIntoPieces(all, maxTokens, count)
      const counts = await count(pieces)
      expect(Math.max(0, ...counts)).toBeLessThanOrEqual(maxTokens)
      const joined = pieces.join('').replace(/\n\n/g, '')
      const whole = all.map(({ role, text }) => `${role === 'user' ? 'User' : 'Assistant'}: ${text}`)
      expect(joined).toBe(whole.join('').replace(/\n\n/g, ''))
      // A lone surrogate would become U+FFFD.
      for (const piece of pieces) expect(Buffer.from(piece, 'utf8').toString('utf8')).toBe(piece)
    }),
    { numRuns: 200 },
  )
})

test.each([
  ['They met. The budget is 4', 'They met.'],
  ['“They met.” The budget is 4', '“They met.”'],
  ['They agreed on 3.5 and on 4', 'They agreed on 3.5 and on'],
  ['- one\n- two\n- thr', '- one\n- two'],
  ['彼らは会った。予算は', '彼らは会った。'],
  ['Donaudampf', 'Donaudampf'],
])('%j is cut after its last whole sentence, line or word', (cut, whole) => {
  expect(wholeSentences(cut)).toBe(whole)
})
