import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { EngineClient } from '../engine/engine-client.js'
import { TokenCounts } from './token-counts.js'

/** Counts characters, and remembers what it was asked. */
function countingEngine() {
  const asked: (readonly string[])[] = []
  const engine = {
    status: { state: 'none' },
    countTokens: async (texts: readonly string[]) => {
      asked.push(texts)
      return texts.map(({ length }) => length)
    },
  }
  return { counts: new TokenCounts(engine as unknown as EngineClient), asked }
}

test('the texts of a long conversation are counted in pieces, each once, in their order', async () => {
  const { counts, asked } = countingEngine()
  const texts = Array.from({ length: 2_000 }, (_, place) => 'x'.repeat(place % 700))
  expect(await counts.countTexts(texts)).toEqual(texts.map(({ length }) => length))
  expect(asked.flat()).toHaveLength(700)
  expect(await counts.countTexts(texts)).toEqual(texts.map(({ length }) => length))
  expect(asked.flat()).toHaveLength(700)
})

test('main answers others while it looks up known texts', async () => {
  const { counts } = countingEngine()
  const texts = Array.from({ length: 2_000 }, (_, place) => `${place}`)
  await counts.countTexts(texts)
  let isCounted = false
  const counting = counts.countTexts(texts).then(() => {
    isCounted = true
  })
  await setImmediate()
  expect(isCounted).toBe(false)
  await counting
})
