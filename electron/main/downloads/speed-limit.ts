import { setTimeout as delay } from 'node:timers/promises'

/** Keeps the sum of all transfers under a limit, which may change at any time. */
export class SpeedLimit {
  /** Bytes a second; undefined means none. */
  readonly #limit: () => number | undefined
  /** When what was taken so far may all have arrived, in milliseconds of `performance.now()`. */
  #busyUntil = 0

  constructor(limit: () => number | undefined) {
    this.#limit = limit
  }

  /** Waits until `bytes` more may be taken. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    const limit = this.#limit()
    if (limit === undefined || limit <= 0) return
    const now = performance.now()
    this.#busyUntil = Math.max(now, this.#busyUntil) + (bytes / limit) * 1_000
    const waitMs = this.#busyUntil - now
    if (waitMs > 1) await delay(waitMs, undefined, { signal })
  }
}
