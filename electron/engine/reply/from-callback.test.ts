import { expect, test } from 'vitest'
import { fromCallback } from './from-callback.js'

test('values arrive in order, including those emitted while the loop is busy', async () => {
  const values: number[] = []
  for await (const value of fromCallback<number>(async (emit) => {
    emit(1)
    emit(2)
    await Promise.resolve()
    emit(3)
  })) {
    values.push(value)
  }
  expect(values).toEqual([1, 2, 3])
})

test('an error is thrown after the values that preceded it', async () => {
  const stream = fromCallback<number>(async (emit) => {
    emit(1)
    throw new Error('no memory')
  })
  expect((await stream.next()).value).toBe(1)
  await expect(stream.next()).rejects.toThrow('no memory')
})

test('leaving the loop early stops the work and waits for its end', async () => {
  let finish = () => {}
  let isStopped = false
  let isLeft = false
  const stream = fromCallback<number>(
    (emit) => {
      emit(1)
      return new Promise((resolve) => {
        finish = resolve
      })
    },
    () => {
      isStopped = true
    },
  )
  await stream.next()
  const left = stream.return().then(() => {
    isLeft = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect({ isStopped, isLeft }).toEqual({ isStopped: true, isLeft: false })
  finish()
  await left
})
