import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Piece } from '../../../../contract/documents.js'
import { capacityOf } from './capacity.js'
import { fitsInOnePart, PassageText, planParts } from './plan.js'

/** One token per four ASCII characters or per other character, as in small vocabularies. */
const count = async (texts: readonly string[]) =>
  texts.map((text) => [...text].reduce((sum, character) => sum + (character < '\u0080' ? 0.25 : 1), 0)).map(Math.ceil)

const textOf = (pages: readonly (readonly string[])[]) =>
  new PassageText(pages.map((passages, index) => ({ page: index + 1, passages })))

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

test('a part that is half full ends before a heading, and a small one takes the next section in', async () => {
  const section = (title: string, words: number) => [`# ${title}\n${'word '.repeat(words)}`, 'word '.repeat(words)]
  const text = textOf([[...section('One', 40), ...section('Two', 40), ...section('Three', 10), ...section('Four', 10)]])
  const parts = await planParts(text, text.pieces(), 190, count, 95)
  expect(parts.map((part) => part.map(({ passage }) => passage))).toEqual([
    [1, 2],
    [3, 4],
    [5, 6, 7, 8],
  ])
})

test('a table over the budget is cut between two rows', async () => {
  const rows = Array.from({ length: 60 }, (_, index) => `| Ferry ${index}. It sails | ${index} people. All of them |`)
  const text = textOf([[rows.join('\n')]])
  for (const piece of (await plan(text, 100)).flat()) expect(text.piece(piece).trim()).toMatch(/^\| .* \|$/s)
})

test('whether a text fits in one part is known without counting all of a long one', async () => {
  const counted: number[] = []
  const counting = async (texts: readonly string[]) => {
    counted.push(texts.length)
    return count(texts)
  }
  const text = textOf(Array.from({ length: 1_000 }, () => ['The ferry sails again. '.repeat(10)]))
  expect(await fitsInOnePart(text, text.pieces(), 500, counting)).toBe(false)
  expect(counted).toHaveLength(1)
  expect(await fitsInOnePart(text, text.pieces().slice(0, 5), 500, counting)).toBe(true)
  const tokens = (await count(text.pieces().map((piece) => text.block(piece)))).reduce((sum, each) => sum + each + 2, 0)
  expect(await fitsInOnePart(text, text.pieces(), tokens, counting)).toBe(true)
  expect(await fitsInOnePart(text, text.pieces(), tokens - 1, counting)).toBe(false)
})

test('parts leave room in the context, and only an instructable model reads half of it in one pass', () => {
  const demo = { contextLength: 2_048, isDemo: true }
  expect(capacityOf(demo)).toEqual({
    partTokens: 204,
    maxAnswerTokens: 512,
    onePassTokens: 204,
    isInstructable: false,
    quotesByNumber: false,
    minPointSupport: 0.6,
  })
  const real = { contextLength: 131_072, isDemo: false }
  expect(capacityOf(real)).toEqual({
    partTokens: 6_000,
    maxAnswerTokens: 4_000,
    onePassTokens: 65_536,
    isInstructable: true,
    quotesByNumber: true,
    minPointSupport: 0,
  })
  expect(capacityOf({ contextLength: 8_192, isDemo: false })).toMatchObject({ partTokens: 819, maxAnswerTokens: 1_024 })
})
