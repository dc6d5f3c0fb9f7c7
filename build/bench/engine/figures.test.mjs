import { expect, test } from 'vitest'
import { compare, interleave, roundsOf, spreadOf, tokensFor } from './figures.mjs'

test('a spread covers all rounds, and an outlier does not move its median', () => {
  expect(spreadOf([3, 100, 1])).toEqual({ median: 3, least: 1, most: 100 })
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 })
})

test('a ratio above 1 means that Parley is better, for values where more is better and where less is better', () => {
  const rounds = [{ parley: 20, mlxLm: 10 }]
  expect(compare(rounds, 'more').ratio.median).toBe(2)
  expect(compare(rounds, 'less').ratio.median).toBe(0.5)
})

test('ratios are computed per round, so noise that affects a whole round cancels out', () => {
  const rounds = [
    { parley: 20, mlxLm: 10 },
    { parley: 2, mlxLm: 1 },
    { parley: 200, mlxLm: 100 },
  ]
  expect(compare(rounds, 'more').ratio).toEqual({ median: 2, least: 2, most: 2 })
})

test('the sides alternate in starting, because the second one always runs on a warmer machine', async () => {
  const order = []
  const results = await interleave(3, async (side) => order.push(side))
  expect(order).toEqual(['parley', 'mlxLm', 'mlxLm', 'parley', 'parley', 'mlxLm'])
  expect(results).toHaveLength(3)
})

test('a measurement has at least the minimum of tokens, and no more than are available', () => {
  expect(tokensFor(2, 0.1, 8, 256)).toBe(20)
  expect(tokensFor(2, 10, 8, 256)).toBe(8)
  expect(tokensFor(2, 0.001, 8, 256)).toBe(256)
  expect(tokensFor(2, 10, 32, 16)).toBe(16)
})

test('slow rounds are fewer, but never so few that one outlier is the median', () => {
  const plan = { rounds: 5, maxSeconds: 40 }
  expect(roundsOf(plan, 1)).toBe(5)
  expect(roundsOf(plan, 10)).toBe(4)
  expect(roundsOf(plan, 100)).toBe(3)
  expect(roundsOf({ ...plan, rounds: 1 }, 100)).toBe(1)
})
