import { expect, test } from 'vitest'
import { compare, interleave, roundsOf, spreadOf, tokensFor } from './figures.mjs'

test('a spread is that of all rounds, and its median no single outlier', () => {
  expect(spreadOf([3, 100, 1])).toEqual({ median: 3, least: 1, most: 100 })
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 })
})

test('a ratio above 1 says that Parley is better, whether more is better or less', () => {
  const rounds = [{ parley: 20, mlxLm: 10 }]
  expect(compare(rounds, 'more').ratio.median).toBe(2)
  expect(compare(rounds, 'less').ratio.median).toBe(0.5)
})

test('ratios are those of each round: noise that hits a whole round cancels out', () => {
  const rounds = [
    { parley: 20, mlxLm: 10 },
    { parley: 2, mlxLm: 1 },
    { parley: 200, mlxLm: 100 },
  ]
  expect(compare(rounds, 'more').ratio).toEqual({ median: 2, least: 2, most: 2 })
})

test('the sides take turns at beginning: the second one would else always find a warmer machine', async () => {
  const order = []
  const results = await interleave(3, async (side) => order.push(side))
  expect(order).toEqual(['parley', 'mlxLm', 'mlxLm', 'parley', 'parley', 'mlxLm'])
  expect(results).toHaveLength(3)
})

test('a measurement has no fewer tokens than its least, and no more than there are', () => {
  expect(tokensFor(2, 0.1, 8, 256)).toBe(20)
  expect(tokensFor(2, 10, 8, 256)).toBe(8)
  expect(tokensFor(2, 0.001, 8, 256)).toBe(256)
  expect(tokensFor(2, 10, 32, 16)).toBe(16)
})

test('rounds that take long are fewer, but never so few that one outlier is the median', () => {
  const plan = { rounds: 5, mostSeconds: 40 }
  expect(roundsOf(plan, 1)).toBe(5)
  expect(roundsOf(plan, 10)).toBe(4)
  expect(roundsOf(plan, 100)).toBe(3)
  expect(roundsOf({ ...plan, rounds: 1 }, 100)).toBe(1)
})
