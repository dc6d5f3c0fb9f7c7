import { setImmediate } from 'node:timers/promises'

/** Main answers no window for longer, as far as one step takes less. */
const maxTurnMs = 6

/** Runs work to its end at once. */
export function toEnd<T>(work: Generator<void, T>): T {
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
  }
}

/** Runs work step by step, and lets others have their turn between. */
export async function inTurns<T>(work: Generator<void, T>): Promise<T> {
  for (;;) {
    const start = performance.now()
    do {
      const { done, value } = work.next()
      if (done) return value
    } while (performance.now() - start < maxTurnMs)
    await setImmediate()
  }
}
