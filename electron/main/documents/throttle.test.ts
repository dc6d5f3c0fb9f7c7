import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Throttle } from './throttle.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a burst is told at once and once more at its end, so that a page that takes long is not hidden', () => {
  const told: number[] = []
  let page = 0
  const throttle = new Throttle(200, () => told.push(page))
  for (page = 1; page <= 1_000; page++) throttle.call()
  page = 1_000
  expect(told).toEqual([1])
  vi.advanceTimersByTime(200)
  expect(told).toEqual([1, 1_000])
  vi.advanceTimersByTime(10_000)
  expect(told).toEqual([1, 1_000])
  throttle.call()
  expect(told).toHaveLength(3)
})

test('after a stop nothing is told', () => {
  let count = 0
  const throttle = new Throttle(200, () => count++)
  throttle.call()
  throttle.call()
  throttle.stop()
  vi.advanceTimersByTime(1_000)
  expect(count).toBe(1)
})
