import { expect, test } from 'vitest'
import { AppError } from '../../contract/errors.js'
import type { NativeModel } from '../../native/index.js'
import { Activity } from './activity.js'
import { watchedModel } from './watched-model.js'

test('after a failed prefill the engine is idle and does not look like a hang', async () => {
  const activity = new Activity()
  const native = watchedModel(
    {
      prefill: () => Promise.reject(Object.assign(new Error('no memory'), { code: 'out-of-memory' })),
    } as unknown as NativeModel,
    activity,
  )
  await expect(native.prefill(Int32Array.of(1))).rejects.toThrow(new AppError('out-of-memory', 'no memory'))
  expect(activity.pulse.phase).toBe('idle')
})

test('every token of a decode is a step, and every batch reaches the caller', async () => {
  const activity = new Activity()
  const got: number[] = []
  const native = watchedModel(
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

test('work on the cache is a phase too, so that a hang there is detected', async () => {
  const activity = new Activity()
  let free = () => {}
  const native = watchedModel(
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
