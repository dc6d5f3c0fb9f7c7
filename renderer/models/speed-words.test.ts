import { expect, test } from 'vitest'
import { speedWords } from './speed-words.js'

const at = { contextTokens: 1_012, readPerSecond: 1_243.7, writtenPerSecond: 61.28, boundPerSecond: 85.1 }

test('a measurement says both speeds, and their share of what the memory allows where that is known', () => {
  expect(speedWords({ measuredAt: 1, speeds: [at, { ...at, boundPerSecond: null }] })).toEqual([
    'With 1,012 tokens it reads 1,240 and writes 61.3 tokens a second (72 % of the 85.1 that the memory of this Mac allows).',
    'With 1,012 tokens it reads 1,240 and writes 61.3 tokens a second.',
  ])
})

test('what could not be measured has a sentence, too', () => {
  expect(speedWords({ measuredAt: 1, speeds: [] })).toEqual(['Its context is too short to measure.'])
  expect(speedWords({ measuredAt: 1, speeds: [{ ...at, writtenPerSecond: null }] })[0]).toContain(
    'too short to measure',
  )
})
