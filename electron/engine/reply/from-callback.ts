/**
 * Turns the values of a callback into an async iterable that ends with the promise of `start`. Leaving the loop early
 * calls `stop` and waits for that promise, so that the work never outlives the loop.
 */
export async function* fromCallback<T>(
  start: (emit: (value: T) => void) => Promise<void>,
  stop: () => void = () => {},
): AsyncGenerator<T, void> {
  let values: T[] = []
  let wake = () => {}
  let isOver = false
  const work = start((value) => {
    values.push(value)
    wake()
  })
  const finish = () => {
    isOver = true
    wake()
  }
  const settled = work.then(finish, finish)
  try {
    while (true) {
      const batch = values
      values = []
      yield* batch
      if (values.length > 0) continue
      if (isOver) return await work
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  } finally {
    if (!isOver) stop()
    await settled
  }
}
