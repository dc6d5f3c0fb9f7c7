import { expect, test } from 'vitest'
import type { NativeModel } from '../../native/index.js'
import { Activity, watched } from './activity.js'

test('the expected time of a chunk follows its tokens and the largest chunk before it', () => {
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
  // A short chunk is slow for its tokens: it must not stretch the deadline of a long one.
  chunk(16, 900)
  activity.enter('prefill', 512)
  expect(activity.pulse).toMatchObject({ phase: 'prefill', steps: 2, expectedMs: 5_120 })
})

// Chunks are halved far into a context, and a reading that slows down with it must not be taken for a hang.
test('chunks that get shorter and slower are expected to', () => {
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

test('a decode that delivers tokens grows, one that hangs grows only in time', () => {
  let now = 0
  const activity = new Activity(() => now)
  activity.enter('decode')
  now = 40
  activity.step(1)
  now = 3_000
  expect(activity.pulse).toEqual({ phase: 'decode', steps: 1, sinceMs: 2_960, expectedMs: 40 })
})

test('a failed prefill leaves the engine idle, not hanging for ever', async () => {
  const activity = new Activity()
  const native = watched({ prefill: () => Promise.reject(new Error('no memory')) } as unknown as NativeModel, activity)
  await expect(native.prefill(Int32Array.of(1))).rejects.toThrow('no memory')
  expect(activity.pulse.phase).toBe('idle')
})

test('every batch of a decode is a step, and reaches its reader', async () => {
  const activity = new Activity()
  const got: number[] = []
  const native = watched(
    {
      decode: async (_: unknown, onTokens: (tokens: Int32Array) => void) => {
        onTokens(Int32Array.of(5, 6))
        onTokens(Int32Array.of(7))
        expect(activity.pulse).toMatchObject({ phase: 'decode', steps: 3 })
        return 'stop'
      },
    } as unknown as NativeModel,
    activity,
  )
  await native.decode(
    { lastToken: 1, maxTokens: 3, stopTokens: [], temperature: 0, topP: 1, seed: 0 },
    (tokens) => void got.push(...tokens),
  )
  expect(got).toEqual([5, 6, 7])
  expect(activity.pulse.phase).toBe('idle')
})

test('a thread that hangs where neither a prompt is read nor a token made is seen to work, and so to hang', async () => {
  const activity = new Activity()
  let free = () => {}
  const native = watched(
    {
      truncate: () =>
        new Promise<void>((resolve) => {
          free = resolve
        }),
      cancel: () => {},
    } as unknown as NativeModel,
    activity,
  )
  const going = native.truncate(0)
  native.cancel()
  expect(activity.pulse.phase).toBe('cache')
  free()
  await going
  expect(activity.pulse).toMatchObject({ phase: 'idle', steps: 1 })
})
