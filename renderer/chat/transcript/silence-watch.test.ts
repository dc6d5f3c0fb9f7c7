import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SilenceWatch } from './silence-watch.js'

const tickMs = 500

/** Plays signs at these times, then nothing until `endMs`; answers when silence was told, and how long it was by then. */
function play(signs: readonly number[], endMs: number) {
  const watch = new SilenceWatch(tickMs, 0)
  const told: { readonly at: number; readonly quietMs: number }[] = []
  let next = 0
  for (let now = tickMs; now <= endMs; now += tickMs) {
    for (let sign = signs[next]; sign !== undefined && sign <= now; sign = signs[++next]) watch.sign(sign)
    const quietMs = watch.tick(now)
    if (quietMs > 0) told.push({ at: now, quietMs })
  }
  return told
}

const every = (gapMs: number, count: number) => Array.from({ length: count }, (_, index) => gapMs * (index + 1))

test('a quick reply that stops is told within three seconds, with how long it has been silent', () => {
  const [first] = play(every(30, 100), 10_000)
  expect(first).toEqual({ at: 6_000, quietMs: 3_000 })
})

test('a merely slow reply is never called silent, however slow its rhythm is', () => {
  const slow = fc.array(fc.integer({ min: 700, max: 2_000 }), { minLength: 3, maxLength: 60 })
  fc.assert(
    fc.property(slow, (gaps) => {
      let now = 0
      const signs = gaps.map((gap) => {
        now += gap
        return now
      })
      expect(play(signs, now)).toEqual([])
    }),
  )
})

test('the first part of a long prompt may take its time', () => {
  expect(play([9_000, 18_000], 20_000)).toEqual([])
  expect(play([], 11_000).map(({ at }) => at)).toEqual([10_500, 11_000])
})

test('a silence that ended is not told again in the next hiccup of the same length', () => {
  const signs = [...every(30, 100), 6_500, ...every(30, 10).map((ms) => 6_500 + ms), 10_000]
  const told = play(signs, 10_000)
  expect(told.at(-1)?.at).toBe(6_000)
})

test('a sleep of the Mac is no silence', () => {
  const watch = new SilenceWatch(tickMs, 0)
  for (const now of every(30, 100)) watch.sign(now)
  expect(watch.tick(3_600_000)).toBe(0)
})
