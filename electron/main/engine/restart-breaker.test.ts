import { expect, test } from 'vitest'
import { RestartBreaker } from './restart-breaker.js'

test('three deaths in five minutes lead to a restart, the fourth does not', () => {
  const breaker = new RestartBreaker()
  expect([0, 1_000, 2_000, 3_000].map((now) => breaker.trip(now))).toEqual([false, false, false, true])
})

test('deaths that are far enough apart never add up', () => {
  const breaker = new RestartBreaker()
  expect([0, 1, 2, 3, 4, 5].map((n) => breaker.trip(n * 120_000))).not.toContain(true)
})

test('a restart by the user resets the count', () => {
  const breaker = new RestartBreaker()
  for (const now of [0, 1, 2]) breaker.trip(now)
  breaker.reset()
  expect(breaker.trip(3)).toBe(false)
})
