import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type ErrorCode } from '../../../contract/errors.js'
import type { Timing } from './timing.js'

/** A failure after which the same request may succeed. */
export class TransientError extends Error {
  override readonly name = 'TransientError'
  readonly code: ErrorCode
  /** The server asks to wait so long. */
  readonly statedWaitMs: number | undefined

  constructor(code: ErrorCode, message: string, statedWaitMs?: number, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.statedWaitMs = statedWaitMs
  }
}

/** What a wait is shown with. */
export interface Wait {
  readonly reason: string
  /** Milliseconds since 1970. */
  readonly until: number
}

export interface PatienceOptions {
  readonly timing: Timing
  readonly signal: AbortSignal
  readonly onWait: (wait: Wait) => void
}

/** Decides how often and when a request is repeated. One for each request. */
export class Patience {
  readonly #options: PatienceOptions
  #failures = 0
  #failingSince: number | undefined

  constructor(options: PatienceOptions) {
    this.#options = options
  }

  /** The failure is over. */
  progressed(): void {
    this.#failures = 0
    this.#failingSince = undefined
  }

  /** Waits until the request may be repeated. Throws an `AppError` when it has failed for too long, and every other error. */
  async failed(error: unknown): Promise<void> {
    const { timing, signal, onWait } = this.#options
    signal.throwIfAborted()
    if (!(error instanceof TransientError)) throw error
    const now = performance.now() // stops while the computer sleeps
    this.#failingSince ??= now
    const left = this.#failingSince + timing.patienceMs - now
    const { statedWaitMs } = error
    if (statedWaitMs !== undefined && statedWaitMs > timing.maxStatedWaitMs)
      throw new AppError(error.code, `${error.message} It asks to wait ${inMinutes(statedWaitMs)}. Try again then.`)
    const backOffMs = Math.min(timing.firstDelayMs * 2 ** this.#failures, timing.maxDelayMs)
    const waitMs = Math.max(backOffMs, statedWaitMs ?? 0)
    // A long wait that the server states is kept, once: what fails after it has failed for too long.
    if (left <= 0 || (waitMs > left && (statedWaitMs ?? 0) <= left))
      throw new AppError(error.code, `${error.message} What has arrived is kept. Try again later.`, { cause: error })
    this.#failures++
    onWait({ reason: error.message, until: Date.now() + waitMs })
    await delay(Math.max(waitMs, 1), undefined, { signal })
  }
}

const inMinutes = (ms: number) =>
  ms < 90_000 ? `${Math.ceil(ms / 1_000)} seconds` : `${Math.ceil(ms / 60_000)} minutes`

/** Repeats `work` while it fails with a `TransientError` and patience lasts. */
export async function patiently<T>(options: PatienceOptions, work: () => Promise<T>): Promise<T> {
  const patience = new Patience(options)
  for (;;) {
    try {
      return await work()
    } catch (error) {
      await patience.failed(error)
    }
  }
}
