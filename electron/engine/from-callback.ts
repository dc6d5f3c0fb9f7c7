/**
 * What a callback is given, as an async iterable; the promise of `start` ends it. Leaving the loop early waits until
 * that promise has settled, so that what was started never outlives the loop.
 */
export async function* fromCallback<T, R>(start: (emit: (value: T) => void) => Promise<R>): AsyncGenerator<T, R> {
  let values: T[] = []
  let wake = () => {}
  let isOver = false
  const work = start((value) => {
    values.push(value)
    wake()
  })
  const over = () => {
    isOver = true
    wake()
  }
  const settled = work.then(over, over)
  try {
    while (true) {
      const taken = values
      values = []
      yield* taken
      if (values.length > 0) continue
      if (isOver) return await work
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  } finally {
    await settled
  }
}
