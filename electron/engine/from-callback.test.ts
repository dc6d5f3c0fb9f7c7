import { expect, test } from 'vitest'
import { fromCallback } from './from-callback.js'

test('values come in order, also those given while the loop is busy, and then the result', async () => {
  const values: number[] = []
  const stream = fromCallback<number, string>(async (emit) => {
    emit(1)
    emit(2)
    await Promise.resolve()
    emit(3)
    return 'done'
  })
  let step = await stream.next()
  while (!step.done) {
    values.push(step.value)
    step = await stream.next()
  }
  expect(values).toEqual([1, 2, 3])
  expect(step.value).toBe('done')
})

test('what failed is thrown after the values before it', async () => {
  const stream = fromCallback<number, void>(async (emit) => {
    emit(1)
    throw new Error('no memory')
  })
  expect((await stream.next()).value).toBe(1)
  await expect(stream.next()).rejects.toThrow('no memory')
})

test('leaving early waits for what was started', async () => {
  let finish = () => {}
  let isLeft = false
  const stream = fromCallback<number, void>((emit) => {
    emit(1)
    return new Promise((resolve) => {
      finish = resolve
    })
  })
  await stream.next()
  const left = stream.return().then(() => {
    isLeft = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(isLeft).toBe(false)
  finish()
  await left
})
