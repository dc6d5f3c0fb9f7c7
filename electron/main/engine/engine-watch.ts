import type { Pulse } from '../../../contract/engine.js'
import { type Deadlines, stepDeadline } from './deadlines.js'

export type Verdict = 'alive' | 'silent' | 'stuck'

/**
 * Decides from pings and pulses whether one engine process hangs: `silent` when its event loop sends no pulse, `stuck`
 * when its native thread makes no progress. It has no clock: callers pass the time in milliseconds. Time in which main
 * itself did not run, as when the Mac sleeps, does not count.
 */
export class EngineWatch {
  readonly #times: Deadlines
  #isPaused = false
  /** Time without the gaps in which main did not run. */
  #awakeMs = 0
  #lastTick: number
  #pingedAt = 0
  #isPingOpen = false
  #pulse: Pulse | undefined
  #progressAt = 0
  /** False after a sleep or a long rest: the next step may be slow. */
  #isSpeedKnown = true

  constructor(times: Deadlines, now: number) {
    this.#times = times
    this.#lastTick = now
  }

  /** Only one ping is open at a time. */
  get wantsPing(): boolean {
    return !this.#isPingOpen && !this.#isPaused
  }

  /** As far as the last pulse says. */
  get isIdle(): boolean {
    return this.#pulse?.phase === 'idle'
  }

  recordPing(): void {
    this.#isPingOpen = true
    this.#pingedAt = this.#awakeMs
  }

  /** Call with the reply to a ping. */
  recordPulse(pulse: Pulse): void {
    this.#isPingOpen = false
    const before = this.#pulse
    this.#pulse = pulse
    if (pulse.phase === 'idle' && pulse.sinceMs > this.#times.restMs) this.#isSpeedKnown = false
    if (before?.phase === pulse.phase && before.steps === pulse.steps) return
    this.#progressAt = this.#awakeMs
    if (before && pulse.steps > before.steps) this.#isSpeedKnown = true
  }

  /** Call at least every `pingEveryMs`, or every `restingPingMs` while the engine is idle and no ping is open. */
  tick(now: number): Verdict {
    const elapsed = now - this.#lastTick
    this.#lastTick = now
    if (this.#isPaused) return 'alive'
    this.#awakeMs += Math.min(elapsed, 2 * this.#times.pingEveryMs)
    if (this.#isPingOpen) return this.#awakeMs - this.#pingedAt > this.#times.answerMs ? 'silent' : 'alive'
    return this.#isStuck() ? 'stuck' : 'alive'
  }

  /** The Mac goes to sleep. */
  pause(): void {
    this.#isPaused = true
  }

  resume(now: number): void {
    this.#isPaused = false
    this.#lastTick = now
    this.#progressAt = this.#awakeMs
    if (this.#isPingOpen) this.#pingedAt = this.#awakeMs
    this.#isSpeedKnown = false
  }

  #isStuck(): boolean {
    const pulse = this.#pulse
    if (!pulse || pulse.phase === 'idle') return false
    const stalledMs = Math.min(pulse.sinceMs, this.#awakeMs - this.#progressAt)
    return stalledMs > stepDeadline(this.#isSpeedKnown ? pulse.expectedMs : null, this.#times)
  }
}
