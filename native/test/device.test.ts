import { totalmem } from 'node:os'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testAddon } from './tiny-model.js'

const gibibyte = 2 ** 30

describe('the device', () => {
  it('is this machine, and the recommended size is at most its memory', () => {
    const facts = testAddon().deviceFacts()
    expect(facts.name).not.toBe('')
    expect(facts.isGpu).toBe(process.platform === 'darwin')
    expect(facts.memoryBytes).toBe(totalmem())
    expect(facts.recommendedBytes).toBeGreaterThan(0)
    expect(facts.recommendedBytes).toBeLessThanOrEqual(facts.memoryBytes)
  })
})

describe('the wired limit', () => {
  const bytes = fc.integer({ min: 0, max: 1024 * gibibyte })

  it('leaves memory to the system, stays within Metal’s maximum, and is at most what the weights need', () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, (weightBytes, memoryBytes, recommendedBytes) => {
        const limit = testAddon().wiredLimit(weightBytes, { memoryBytes, recommendedBytes })
        const rest = memoryBytes - Math.max(8 * gibibyte, 0.35 * memoryBytes)
        expect(limit).toBeGreaterThanOrEqual(0)
        expect(limit).toBeLessThanOrEqual(recommendedBytes)
        expect(limit).toBeLessThanOrEqual(Math.max(0, rest) + 20) // rounding to twentieths of the memory
        expect(limit).toBeLessThanOrEqual(weightBytes + gibibyte)
      }),
    )
  })

  it.each([
    ['gpt-oss-120b on 128 GB', 58, 128, 107, 59],
    ['gpt-oss-20b on 24 GB', 11, 24, 17, 12],
    ['gpt-oss-20b on 16 GB, which would starve macOS', 11, 16, 11, 8],
    ['anything on 8 GB', 4, 8, 5, 0],
  ])('holds the weights of %s', (_, weights, memory, recommended, expected) => {
    const facts = { memoryBytes: memory * gibibyte, recommendedBytes: recommended * gibibyte }
    expect(testAddon().wiredLimit(weights * gibibyte, facts)).toBe(expected * gibibyte)
  })

  it.each([[-1], [0.5], [Number.NaN], ['1']])('refuses %s bytes', (wrong) => {
    const facts = { memoryBytes: gibibyte, recommendedBytes: gibibyte }
    expect(() => testAddon().wiredLimit(wrong as number, facts)).toThrow(/weightBytes must be a/)
  })
})
