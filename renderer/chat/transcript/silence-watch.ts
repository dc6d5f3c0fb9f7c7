/** A shorter silence is never reported. */
const minSilenceMs = 2_500
/** A silence is reported when it is this many times longer than the longest recent gap. */
const gapFactor = 3
/** Allowed silence until there are enough gaps to compare: the first part of a prompt may take long. */
const initialSilenceMs = 10_000
const minGaps = 3
const maxGaps = 32

/**
 * Distinguishes a silent reply from a slow one by comparing with the reply's own recent gaps. Every call passes the time
 * in milliseconds. Time without ticks does not count as silence, for example while the Mac sleeps.
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

  /** Call when anything arrives. */
  sign(now: number): void {
    this.#gaps = [...this.#gaps, Math.min(now - this.#signAt, this.#quietMs + 2 * this.#tickMs)].slice(-maxGaps)
    this.#signAt = now
    this.#tickAt = now
    this.#quietMs = 0
  }

  /** Returns how long the reply has been silent in ms, or 0 while the gap is normal. Call every `tickMs`. */
  tick(now: number): number {
    this.#quietMs += Math.min(now - this.#tickAt, 2 * this.#tickMs)
    this.#tickAt = now
    return this.#quietMs > this.#allowedSilenceMs ? this.#quietMs : 0
  }

  get #allowedSilenceMs(): number {
    if (this.#gaps.length < minGaps) return initialSilenceMs
    return Math.max(minSilenceMs, gapFactor * Math.max(...this.#gaps))
  }
}
