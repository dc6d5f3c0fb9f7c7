const windowMs = 10_000

/** The speed of the last ten seconds. */
export class SpeedMeter {
  readonly #now: () => number
  #points: { readonly at: number; readonly bytes: number }[] = []

  constructor(now = () => performance.now()) {
    this.#now = now
  }

  /** @param bytes all that has arrived until now; fewer than before when some are not used */
  add(bytes: number): void {
    const at = this.#now()
    const last = this.#points.at(-1)
    if (last && bytes < last.bytes) this.#points = []
    // A point for each tenth of a second is enough.
    if (this.#points.length > 1 && last && at - last.at < 100) this.#points.pop()
    this.#points.push({ at, bytes })
    while ((this.#points[1]?.at ?? at) < at - windowMs) this.#points.shift()
  }

  /** 0 until it is known. */
  get bytesPerSecond(): number {
    const [first] = this.#points
    const last = this.#points.at(-1)
    if (!first || !last || last.at - first.at < 500) return 0
    return Math.round(((last.bytes - first.bytes) / (last.at - first.at)) * 1_000)
  }
}
