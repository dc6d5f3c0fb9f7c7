const windowMs = 5 * 60_000
const restarts = 3

/** Counts deaths of the engine: after three restarts in five minutes the next death is for the user to hear of. */
export class RestartBreaker {
  #deaths: number[] = []

  /** Notes a death at `now` (milliseconds); answers whether to give up. */
  trip(now: number): boolean {
    this.#deaths = this.#deaths.filter((time) => now - time < windowMs)
    this.#deaths.push(now)
    return this.#deaths.length > restarts
  }

  reset(): void {
    this.#deaths = []
  }
}
