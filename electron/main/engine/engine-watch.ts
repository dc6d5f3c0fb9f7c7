import type { Pulse } from '../../../contract/engine.js'
import { type Deadlines, stepDeadline } from './deadlines.js'

export type Verdict = 'alive' | 'silent' | 'stuck'

/**
 * Judges from pings and their answers whether one engine process hangs: `silent` when its event loop does not answer,
 * `stuck` when its native thread does not get on. Knows no clock: every call is told the time in milliseconds. Time in
 * which main itself did not run, as in a sleep of the Mac, counts for nobody.
 */
export class EngineWatch {
  readonly #times: Deadlines
  #isPaused = false
  /** The awake time: the told one less all gaps. */
  #awake = 0
  #lastTick: number
  #answeredAt = 0
  #isAsked = false
  #pulse: Pulse | undefined
  #progressAt = 0
  /** After a sleep or a long rest the first step may take as long as one of unknown speed. */
  #isSpeedKnown = true

  constructor(times: Deadlines, now: number) {
    this.#times = times
    this.#lastTick = now
  }

  /** Whether a ping is to be sent now: one at a time. */
  get wantsPing(): boolean {
    return !this.#isAsked && !this.#isPaused
  }

  asked(): void {
    this.#isAsked = true
    this.#answeredAt = this.#awake
  }

  answered(pulse: Pulse): void {
    this.#isAsked = false
    const before = this.#pulse
    this.#pulse = pulse
    if (pulse.phase === 'idle' && pulse.sinceMs > this.#times.restMs) this.#isSpeedKnown = false
    if (before?.phase === pulse.phase && before.steps === pulse.steps) return
    this.#progressAt = this.#awake
    if (before && pulse.steps > before.steps) this.#isSpeedKnown = true
  }

  /** Call at least every `pingEveryMs`. */
  tick(now: number): Verdict {
    const elapsed = now - this.#lastTick
    this.#lastTick = now
    if (this.#isPaused) return 'alive'
    this.#awake += Math.min(elapsed, 2 * this.#times.pingEveryMs)
    if (this.#isAsked) return this.#awake - this.#answeredAt > this.#times.answerMs ? 'silent' : 'alive'
    return this.#isStuck() ? 'stuck' : 'alive'
  }

  /** The Mac goes to sleep. */
  pause(): void {
    this.#isPaused = true
  }

  resume(now: number): void {
    this.#isPaused = false
    this.#lastTick = now
    this.#progressAt = this.#awake
    if (this.#isAsked) this.#answeredAt = this.#awake
    this.#isSpeedKnown = false
  }

  #isStuck(): boolean {
    const pulse = this.#pulse
    if (!pulse || pulse.phase === 'idle') return false
    const stalledMs = Math.min(pulse.sinceMs, this.#awake - this.#progressAt)
    return stalledMs > stepDeadline(this.#isSpeedKnown ? pulse.expectedMs : null, this.#times)
  }
}
