import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Pulse } from '../../../contract/engine.js'
import { deadlines, stepDeadline } from './deadlines.js'
import { EngineWatch, type Verdict } from './engine-watch.js'

const idle: Pulse = { phase: 'idle', steps: 0, sinceMs: 0, expectedMs: null }

/** Advances the time in ticks of half a second. `pulseAt` returns the reply to a ping; undefined means no reply. */
function play(
  seconds: number,
  pulseAt: (ms: number) => Pulse | undefined,
  watch = new EngineWatch(deadlines, 0),
  from = 0,
) {
  for (let now = from + 500; now <= from + seconds * 1_000; now += 500) {
    const verdict: Verdict = watch.tick(now)
    if (verdict !== 'alive') return { verdict, afterMs: now - from, watch }
    if (!watch.wantsPing) continue
    watch.recordPing()
    const pulse = pulseAt(now)
    if (pulse) watch.recordPulse(pulse)
  }
  return { verdict: 'alive' as const, afterMs: seconds * 1_000, watch }
}

/** A decode whose last step was at `stoppedMs`. */
const decoding = (stoppedMs: number, expectedMs: number | null) => (now: number) => ({
  phase: 'decode' as const,
  steps: Math.min(now, stoppedMs),
  sinceMs: Math.max(0, now - stoppedMs),
  expectedMs,
})

test('an idle engine that sends pulses stays alive', () => {
  expect(play(3_600, () => idle).verdict).toBe('alive')
})

test('an event loop that hangs is found within 10 seconds', () => {
  const { verdict, afterMs } = play(60, (now) => (now < 2_000 ? idle : undefined))
  expect(verdict).toBe('silent')
  expect(afterMs - 2_000).toBeLessThanOrEqual(10_000)
})

test('a native thread that hangs while the event loop runs is found within 10 seconds', () => {
  const { verdict, afterMs } = play(60, decoding(3_000, 40))
  expect(verdict).toBe('stuck')
  expect(afterMs - 3_000).toBeLessThanOrEqual(10_000)
})

test('a chunk of four seconds is no hang on a machine where chunks take that long', () => {
  const slow = (now: number): Pulse => ({
    phase: 'prefill',
    steps: Math.floor(now / 7_000),
    sinceMs: now % 7_000,
    expectedMs: 4_000,
  })
  expect(play(120, slow).verdict).toBe('alive')
  expect(stepDeadline(7_000, deadlines)).toBeGreaterThanOrEqual(2 * 7_000)
})

test('after a long rest the first step has more time, because the weights may be paged out', () => {
  const rest = deadlines.restMs + 60_000
  const rested = (now: number): Pulse =>
    now < rest
      ? { phase: 'idle', steps: 5, sinceMs: now, expectedMs: null }
      : { phase: 'decode', steps: 5, sinceMs: now - rest, expectedMs: 40 }
  expect(play(rest / 1_000 + 40, rested).verdict).toBe('alive')
  expect(play(rest / 1_000 + 120, rested).verdict).toBe('stuck')
})

test('the first chunk, whose speed is unknown, has one minute before it counts as a hang', () => {
  expect(play(55, decoding(0, null)).verdict).toBe('alive')
  expect(play(120, decoding(0, null)).verdict).toBe('stuck')
})

test('an engine that slept for hours during a reply is alive after waking', () => {
  const { watch } = play(3, decoding(Number.POSITIVE_INFINITY, 40))
  watch.recordPing()
  watch.pause()
  const night = 8 * 3_600_000
  expect(watch.tick(night)).toBe('alive')
  watch.resume(night)
  watch.recordPulse({ phase: 'decode', steps: 3_000, sinceMs: night, expectedMs: 40 })
  // The first token after waking may take long, so its speed counts as unknown.
  const awake = play(30, () => ({ phase: 'decode', steps: 3_000, sinceMs: night, expectedMs: 40 }), watch, night)
  expect(awake.verdict).toBe('alive')
  watch.recordPulse({ phase: 'decode', steps: 3_001, sinceMs: 0, expectedMs: 40 })
  const stuck = { phase: 'decode', steps: 3_001, sinceMs: night, expectedMs: 40 } as const
  expect(play(30, () => stuck, watch, night + 30_000)).toMatchObject({ verdict: 'stuck' })
})

test('time in which main did not run does not count, with or without an event of the power monitor', () => {
  const watch = new EngineWatch(deadlines, 0)
  watch.tick(500)
  watch.recordPing()
  expect(watch.tick(3_600_000)).toBe('alive')
  expect(watch.tick(3_600_500)).toBe('alive')
})

test('after any steps, a hang at a known speed is found within ten seconds, and work is never taken for a hang', () => {
  const stepMs = fc.integer({ min: 10, max: 5_000 })
  fc.assert(
    fc.property(fc.array(stepMs, { minLength: 2, maxLength: 30 }), (durations) => {
      const ends = durations.map((_, index) => durations.slice(0, index + 1).reduce((sum, ms) => sum + ms, 0))
      const hangsAt = ends.at(-1) ?? 0
      const pulseAt = (now: number): Pulse => {
        const steps = ends.filter((end) => end <= now).length
        const expectedMs = steps === 0 ? null : Math.max(...durations.slice(0, steps))
        return { phase: 'decode', steps, sinceMs: now - (ends[steps - 1] ?? 0), expectedMs }
      }
      const { verdict, afterMs } = play(hangsAt / 1_000 + 20, pulseAt)
      expect(verdict).toBe('stuck')
      expect(afterMs).toBeGreaterThan(hangsAt)
      expect(afterMs - hangsAt).toBeLessThanOrEqual(10_000)
    }),
  )
})
