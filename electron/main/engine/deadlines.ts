/** All deadlines of the engine process, in milliseconds. The reasons: docs/decisions/0010-engine-life.md. */
export interface Deadlines {
  /** Interval of pings and of checks of their replies. */
  readonly pingEveryMs: number
  /**
   * The interval while the engine has nothing to do: long, so that an open app lets the processor sleep. A hang at rest is
   * found when something is asked, because pings come at the usual interval from then on.
   */
  readonly restingPingMs: number
  /** A ping without a reply after this time means that the event loop hangs. */
  readonly answerMs: number
  /** Limit for a step of unknown speed, such as the first chunk after a load or a sleep. */
  readonly firstStepMs: number
  /** Minimum limit of a step, however fast the earlier ones were. */
  readonly minStepMs: number
  /** Maximum limit of a step that is not expected to be slow. */
  readonly maxStepMs: number
  /** After this time without work the weights may be paged out, so the speed of the next step is unknown. */
  readonly restMs: number
  /** A killed process that still exists after this time cannot be ended by the app. */
  readonly exitMs: number
  /** How long a stopped reply waits for the engine's `end` event. Without it, the reply has no statistics. */
  readonly stopMs: number
}

export const deadlines: Deadlines = {
  pingEveryMs: 500,
  restingPingMs: 30_000,
  answerMs: 6_500,
  firstStepMs: 60_000,
  minStepMs: 5_000,
  maxStepMs: 8_000,
  restMs: 120_000,
  exitMs: 10_000,
  stopMs: 1_000,
}

const usualFactor = 3
/** Heat, Low Power Mode and other programs may halve the speed of a Mac; a healthy engine must not die of them. */
const slowFactor = 2
/** When steps take longer than this, a hang cannot be found within ten seconds. */
const slowStepMs = 5_000

/** How long a step may take; earlier steps predict `expectedMs`. */
export function stepDeadline(expectedMs: number | null, times: Deadlines): number {
  if (expectedMs === null) return times.firstStepMs
  if (expectedMs > slowStepMs) return slowFactor * expectedMs
  return Math.max(times.minStepMs, Math.min(usualFactor * expectedMs, times.maxStepMs))
}
