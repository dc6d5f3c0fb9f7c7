const windowMs = 5 * 60_000
const maxRestarts = 3

/** Counts deaths of the engine and gives up after three restarts in five minutes. */
export class RestartBreaker {
  #deaths: number[] = []

  /** Records a death at `now` (milliseconds) and returns whether to give up. */
  trip(now: number): boolean {
    this.#deaths = this.#deaths.filter((time) => now - time < windowMs)
    this.#deaths.push(now)
    return this.#deaths.length > maxRestarts
  }

  reset(): void {
    this.#deaths = []
  }
}
