import { setImmediate } from 'node:timers/promises'

/** What one turn of the event loop may take before the loop runs again: a window then still feels immediate. */
const maxTurnMs = 20

/**
 * Runs work at once while the event loop is free. After a burst has held the loop for `maxTurnMs`, the rest waits for later
 * turns: in order within a lane, and one of each lane after the other, so that a burst in one lane delays the work of
 * another by one turn only.
 */
export class Turns {
  readonly #lanes = new Map<string, (() => void)[]>()
  #usedMs = 0
  #isTurnDue = false

  /** Returns what `work` returns. Only its synchronous part counts as time of the turn. */
  run<T>(lane: string, work: () => T | PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const start = () => {
        const startedAt = performance.now()
        try {
          resolve(work())
        } catch (error) {
          reject(error)
        }
        this.#usedMs += performance.now() - startedAt
      }
      const waiting = this.#lanes.get(lane)
      if (waiting) waiting.push(start)
      else if (this.#usedMs >= maxTurnMs) this.#lanes.set(lane, [start])
      else start()
      if (!this.#isTurnDue) void this.#nextTurn()
    })
  }

  async #nextTurn(): Promise<void> {
    this.#isTurnDue = true
    do {
      await setImmediate()
      this.#usedMs = 0
      while (this.#lanes.size > 0 && this.#usedMs < maxTurnMs) this.#startOne()
    } while (this.#lanes.size > 0)
    this.#isTurnDue = false
  }

  /** Starts the first work of the first lane, which becomes the last lane. */
  #startOne(): void {
    const [first] = this.#lanes
    if (!first) return
    const [lane, waiting] = first
    const start = waiting.shift()
    this.#lanes.delete(lane)
    if (waiting.length > 0) this.#lanes.set(lane, waiting)
    start?.()
  }
}

/** Returns a function that calls `work` once for all of its calls in one turn of the event loop. */
export function oncePerTurn(work: () => void): () => void {
  let isDue = false
  return () => {
    if (isDue) return
    isDue = true
    void setImmediate().then(() => {
      isDue = false
      work()
    })
  }
}
