/** Who wants the engine: replies go before the steps of document jobs. */
export type Purpose = 'reply' | 'job'

interface Waiter {
  readonly purpose: Purpose
  readonly start: () => void
  readonly onPlace?: (place: number) => void
}

/**
 * One engine, one run at a time. A document job takes its turn anew for each step, so that a reply waits for one
 * step at most.
 */
export class EngineQueue {
  #isTaken = false
  #waiting: Waiter[] = []

  /**
   * Resolves with the function that gives the turn back; it must be called exactly once. Rejects with the signal's
   * reason when it is aborted first. `onPlace` is told the place in the queue, from 1, whenever it changes.
   */
  acquire(purpose: Purpose, signal: AbortSignal, onPlace?: (place: number) => void): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const onAbort = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter)
        this.#tellPlaces()
        reject(signal.reason)
      }
      const waiter: Waiter = {
        purpose,
        onPlace,
        start: () => {
          signal.removeEventListener('abort', onAbort)
          resolve(() => this.#release())
        },
      }
      signal.addEventListener('abort', onAbort, { once: true })
      const firstJob = this.#waiting.findIndex((other) => other.purpose === 'job')
      const index = purpose === 'job' || firstJob < 0 ? this.#waiting.length : firstJob
      this.#waiting.splice(index, 0, waiter)
      this.#advance()
    })
  }

  #release(): void {
    this.#isTaken = false
    this.#advance()
  }

  #advance(): void {
    if (!this.#isTaken) {
      const next = this.#waiting.shift()
      if (next) {
        this.#isTaken = true
        next.start()
      }
    }
    this.#tellPlaces()
  }

  #tellPlaces(): void {
    for (const [index, waiter] of this.#waiting.entries()) waiter.onPlace?.(index + 1)
  }
}
