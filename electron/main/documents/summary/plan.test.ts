import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Piece } from '../../store/job-steps.js'
import { PassageText, partTokensFor, planParts } from './plan.js'

/** One token per four ASCII characters or per other character, as in small vocabularies. */
const count = async (texts: readonly string[]) =>
  texts.map((text) => [...text].reduce((sum, character) => sum + (character < '\u0080' ? 0.25 : 1), 0)).map(Math.ceil)

const textOf = (pages: readonly (readonly string[])[]) =>
  new PassageText(pages.map((passages, index) => ({ jobId: 'job', page: index + 1, passages })))

const plan = (text: PassageText, budget: number) => planParts(text, text.pieces(), budget, count)

test('parts contain every character of every passage once, in order, within the budget', async () => {
  const passage = fc.oneof(
    fc.string({ minLength: 1, maxLength: 30 }),
    fc.integer({ min: 1, max: 60 }).map((times) => 'The ferry sails again. '.repeat(times)),
    fc.integer({ min: 1, max: 200 }).map((times) => '港'.repeat(times)),
    fc.integer({ min: 1, max: 200 }).map((times) => '😀'.repeat(times)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(passage)), fc.integer({ min: 25, max: 400 }), async (pages, budget) => {
      const text = textOf(pages)
      const parts = await plan(text, budget)
      const pieces = parts.flat()
      for (const [page, passages] of pages.entries()) {
        for (const [index, whole] of passages.entries()) {
          const own = pieces.filter((piece) => piece.page === page + 1 && piece.passage === index + 1)
          expect(own.map((piece) => text.piece(piece)).join('')).toBe(whole)
        }
      }
      const order = (a: Piece, b: Piece) => a.page - b.page || a.passage - b.passage || a.start - b.start
      expect(pieces).toEqual([...pieces].sort(order))
      for (const part of parts) {
        expect(part.length).toBeGreaterThan(0)
        const prompt = part.map((piece) => text.block(piece)).join('\n\n')
        expect((await count([prompt]))[0]).toBeLessThanOrEqual(budget)
      }
    }),
    { numRuns: 60 },
  )
})

test('a text that fits is one part, so that it needs no merge', async () => {
  expect(await plan(textOf([['One.', 'Two.'], ['Three.']]), 409)).toHaveLength(1)
})

test('a passage over the budget is cut at the end of a sentence, not inside a word', async () => {
  const text = textOf([['The ferry sails again. '.repeat(100)]])
  for (const piece of (await plan(text, 60)).flat()) expect(text.piece(piece).trim()).toMatch(/^The .* again\.$/)
})

test('parts leave room in the context of the demo model and of real models', () => {
  expect(partTokensFor(2_048)).toBe(204)
  expect(partTokensFor(131_072)).toBe(6_000)
})
