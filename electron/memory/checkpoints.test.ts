import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findLeastUseful, findSuperfluous } from './checkpoints.js'

const window = 128
const checkpoints = fc
  .array(fc.record({ step: fc.integer({ min: 1, max: 300 }), isMessageEnd: fc.boolean() }), { maxLength: 60 })
  .map((steps) => {
    let at = 0
    return steps.map(({ step, isMessageEnd }) => {
      at += step
      return { at, isMessageEnd }
    })
  })

// Dense checkpoints of a long prompt would take many times the memory of its tokens.
test('the checkpoints that stay are never far apart, include all message ends, and are dense only at the end', () => {
  fc.assert(
    fc.property(checkpoints, (all) => {
      const superfluous = findSuperfluous(all, window)
      const kept = all.filter((checkpoint) => !superfluous.includes(checkpoint))
      expect(superfluous.some(({ isMessageEnd }) => isMessageEnd)).toBe(false)
      expect(kept.at(-1)).toBe(all.at(-1))
      for (const [index, { at }] of kept.entries()) {
        expect(at - (kept[index - 1]?.at ?? 0)).toBeLessThanOrEqual(window + 300)
      }
      const old = kept.filter(({ at, isMessageEnd }) => !isMessageEnd && at <= (all.at(-1)?.at ?? 0) - 1_024)
      for (const { at } of old) {
        const before = kept.filter((other) => other.at < at).at(-1)?.at ?? 0
        expect(at - before).toBeGreaterThanOrEqual(window)
      }
    }),
  )
})

test('message ends are removed last, and the newest checkpoint stays', () => {
  const [a, b, c, d] = [
    { at: 100, isMessageEnd: true },
    { at: 200, isMessageEnd: false },
    { at: 210, isMessageEnd: false },
    { at: 400, isMessageEnd: false },
  ] as const
  expect(findLeastUseful([a, b, c, d])).toBe(b)
  expect(findLeastUseful([a, c, d])).toBe(c)
  expect(findLeastUseful([a, d])).toBe(a)
  expect(findLeastUseful([d])).toBeUndefined()
})
