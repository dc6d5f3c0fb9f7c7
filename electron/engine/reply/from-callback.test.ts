import { expect, test } from 'vitest'
import { fromCallback } from './from-callback.js'

test('values come in order, also those given while the loop is busy', async () => {
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

test('what failed is thrown after the values before it', async () => {
  const stream = fromCallback<number>(async (emit) => {
    emit(1)
    throw new Error('no memory')
  })
  expect((await stream.next()).value).toBe(1)
  await expect(stream.next()).rejects.toThrow('no memory')
})

test('leaving early stops what was started, and waits for it', async () => {
  let finish = () => {}
  let isAsked = false
  let isLeft = false
  const stream = fromCallback<number>(
    (emit) => {
      emit(1)
      return new Promise((resolve) => {
        finish = resolve
      })
    },
    () => {
      isAsked = true
    },
  )
  await stream.next()
  const left = stream.return().then(() => {
    isLeft = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect({ isAsked, isLeft }).toEqual({ isAsked: true, isLeft: false })
  finish()
  await left
})
