/** Every time by which the life of the engine is judged, in milliseconds. Why these: docs/decisions/0010-engine-life.md. */
export interface Deadlines {
  /** Between two pings, and between two looks at what they said. */
  readonly pingEveryMs: number
  /** A ping that is not answered by then: the event loop hangs. */
  readonly answerMs: number
  /** A step of which no speed is known yet, as the first chunk after a load or a sleep. */
  readonly firstStepMs: number
  /** No step is judged sooner, however quick the earlier ones were. */
  readonly minStepMs: number
  /** A step that is not slow by itself is judged by then at the latest. */
  readonly maxStepMs: number
  /** After so long at rest the weights may be paged out: the next step is one of unknown speed. */
  readonly restMs: number
  /** A killed process that is still there by then can't be ended by us. */
  readonly exitMs: number
  /** A reply that was stopped has its end from the engine by then, or one without statistics. */
  readonly stopMs: number
}

export const deadlines: Deadlines = {
  pingEveryMs: 500,
  answerMs: 6_500,
  firstStepMs: 60_000,
  minStepMs: 5_000,
  maxStepMs: 8_000,
  restMs: 120_000,
  exitMs: 10_000,
  stopMs: 1_000,
}

const usualStretch = 3
/** Heat, Low Power Mode and other programs may halve the speed of a Mac; a healthy engine must not die of them. */
const slowStretch = 2
/** Where steps take longer than this, a hang can't be told within ten seconds. */
const slowStepMs = 5_000

/** How long a step may take of which earlier ones make us expect `expectedMs`. */
export function stepDeadline(expectedMs: number | null, times: Deadlines): number {
  if (expectedMs === null) return times.firstStepMs
  if (expectedMs > slowStepMs) return slowStretch * expectedMs
  return Math.max(times.minStepMs, Math.min(usualStretch * expectedMs, times.maxStepMs))
}
