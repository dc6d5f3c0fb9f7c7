/** No silence is worth a word before that. */
const leastMs = 2_500
/** A step may take so many times what the slowest of the last ones took. */
const stretch = 3
/** Until a reply has a rhythm: the first part of a prompt may take long. */
const unknownMs = 10_000
const fewestGaps = 3
const mostGaps = 32

/**
 * Tells a reply that is silent from one that is slow, by the reply's own rhythm. Knows no clock: every call is told the
 * time in milliseconds. Time in which nothing ticked, as in a sleep of the Mac, is no silence.
 */
export class SilenceWatch {
  readonly #tickMs: number
  #gaps: readonly number[] = []
  #signAt: number
  #tickAt: number
  #quietMs = 0

  constructor(tickMs: number, now: number) {
    this.#tickMs = tickMs
    this.#signAt = now
    this.#tickAt = now
  }

  /** Something came. */
  sign(now: number): void {
    this.#gaps = [...this.#gaps, Math.min(now - this.#signAt, this.#quietMs + 2 * this.#tickMs)].slice(-mostGaps)
    this.#signAt = now
    this.#tickAt = now
    this.#quietMs = 0
  }

  /** How long nothing came, once that is longer than the rhythm explains; else 0. Call every `tickMs`. */
  tick(now: number): number {
    this.#quietMs += Math.min(now - this.#tickAt, 2 * this.#tickMs)
    this.#tickAt = now
    return this.#quietMs > this.#patienceMs ? this.#quietMs : 0
  }

  get #patienceMs(): number {
    if (this.#gaps.length < fewestGaps) return unknownMs
    return Math.max(leastMs, stretch * Math.max(...this.#gaps))
  }
}
