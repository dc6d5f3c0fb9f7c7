import { expect, test } from 'vitest'
import { percentiles } from './history.mjs'

test('p95 is the smallest value that 95 of 100 do not exceed, whatever their order', () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index)
  expect(percentiles(samples)).toEqual({ p50: 50, p95: 95 })
  expect(percentiles([7])).toEqual({ p50: 7, p95: 7 })
})
