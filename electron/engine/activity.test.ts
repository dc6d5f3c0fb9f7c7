import { expect, test } from 'vitest'
import { Activity } from './activity.js'

test('the expected time of a chunk depends on its length and the largest chunk before it', () => {
  let now = 0
  const activity = new Activity(() => now)
  const chunk = (tokens: number, ms: number) => {
    activity.enter('prefill', tokens)
    now += ms
    activity.step()
  }
  activity.enter('prefill', 64)
  expect(activity.pulse.expectedMs).toBeNull()
  chunk(64, 640)
  // A short chunk takes longer per token, and must not extend the deadline of a long one.
  chunk(16, 900)
  activity.enter('prefill', 512)
  expect(activity.pulse).toMatchObject({ phase: 'prefill', steps: 2, expectedMs: 5_120 })
})

// Chunks are halved far into a context. Slower reading there must not look like a hang.
test('the expected time follows chunks that get shorter and slower', () => {
  let now = 0
  const activity = new Activity(() => now)
  const chunk = (tokens: number, ms: number) => {
    activity.enter('prefill', tokens)
    now += ms
    activity.step()
  }
  chunk(1_024, 5_000)
  for (const ms of [4_000, 8_000, 14_000]) chunk(512, ms)
  activity.enter('prefill', 512)
  expect(activity.pulse.expectedMs).toBe(14_000)
})

test('a decode that delivers tokens increases the steps, one that hangs only the time', () => {
  let now = 0
  const activity = new Activity(() => now)
  activity.enter('decode')
  now = 40
  activity.step(1)
  now = 3_000
  expect(activity.pulse).toEqual({ phase: 'decode', steps: 1, sinceMs: 2_960, expectedMs: 40 })
})
