const maxPauseMs = 135
/** A pause of several frames: there is no need to wait for a frame before it. */
export const longPauseMs = 50
/** At this many characters a second, about 200 tokens, a picture is drawn every `maxPauseMs`. */
const fastRate = 900
/** How much the newest batch counts in the rate. */
const weight = 0.3

/**
 * How long to wait before the next batch of a reply is taken. A picture costs about the same however much is new in it, so
 * the faster a model writes, the more comes with each: a slow one is drawn at every token, and one that writes faster than
 * anybody reads a line or two at a time.
 */
export class Pacing {
  #rate = 0
  #lastAt: number | undefined

  /** @param characters new in a batch that came at `now`, in milliseconds */
  pauseMs(characters: number, now: number): number {
    const elapsedMs = this.#lastAt === undefined ? undefined : now - this.#lastAt
    this.#lastAt = now
    if (elapsedMs === undefined || elapsedMs <= 0) return 0
    this.#rate += weight * ((characters * 1_000) / elapsedMs - this.#rate)
    return Math.min(maxPauseMs, (maxPauseMs * this.#rate) / fastRate)
  }
}
