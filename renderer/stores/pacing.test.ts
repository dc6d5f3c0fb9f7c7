import { expect, test } from 'vitest'
import { longPauseMs, Pacing } from './pacing.js'

const frameMs = 16

/** How many pictures a second a reply of this speed gets, once the speed is known. */
function picturesPerSecond(charactersPerSecond: number): number {
  const pacing = new Pacing()
  let now = 0
  let before = 0
  let pictures = 0
  while (now < 10_000) {
    const pauseMs = pacing.pauseMs(((now - before) * charactersPerSecond) / 1_000, now)
    before = now
    now += pauseMs < longPauseMs ? frameMs + pauseMs : pauseMs
    if (now > 5_000) pictures++
  }
  return pictures / 5
}

test('a slow model is drawn at nearly every frame, and a fast one a line or two at a time', () => {
  expect(picturesPerSecond(50)).toBeGreaterThan(40)
  expect(picturesPerSecond(225)).toBeGreaterThan(18)
  expect(picturesPerSecond(900)).toBeLessThan(8)
  expect(picturesPerSecond(100_000)).toBeGreaterThan(7)
})

test('the first batch is drawn at once', () => {
  expect(new Pacing().pauseMs(1_000, 5)).toBe(0)
})
