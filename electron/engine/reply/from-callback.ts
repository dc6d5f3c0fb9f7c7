/**
 * What a callback is given, as an async iterable that ends when the promise of `start` does. Leaving the loop early
 * calls `leave` and waits for that promise, so that what was started never outlives the loop.
 */
export async function* fromCallback<T>(
  start: (emit: (value: T) => void) => Promise<void>,
  leave: () => void = () => {},
): AsyncGenerator<T, void> {
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
    if (!isOver) leave()
    await settled
  }
}
