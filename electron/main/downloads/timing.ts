/** Milliseconds. Tests make them short. */
export interface Timing {
  /** Before the first retry; doubles with each further one, up to `maxDelayMs`. */
  readonly firstDelayMs: number
  readonly maxDelayMs: number
  /** How long a failure may last: a lasting one ends within four minutes, with the last attempt's stall. */
  readonly patienceMs: number
  /** Without a byte for this time, an attempt has failed. */
  readonly stallMs: number
  /** The longest wait that the server may ask for: a window of Hugging Face's limits. */
  readonly maxStatedWaitMs: number
}

export const usualTiming: Timing = {
  firstDelayMs: 1_000,
  maxDelayMs: 20_000,
  patienceMs: 170_000,
  stallMs: 30_000,
  maxStatedWaitMs: 301_000,
}
