import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SilenceWatch } from './silence-watch.js'

const tickMs = 500

/** Gives signs at these times, then nothing until `endMs`. Returns when silence was reported, and how long it was. */
function play(signs: readonly number[], endMs: number) {
  const watch = new SilenceWatch(tickMs, 0)
  const reported: { readonly at: number; readonly quietMs: number }[] = []
  let next = 0
  for (let now = tickMs; now <= endMs; now += tickMs) {
    for (let sign = signs[next]; sign !== undefined && sign <= now; sign = signs[++next]) watch.sign(sign)
    const quietMs = watch.tick(now)
    if (quietMs > 0) reported.push({ at: now, quietMs })
  }
  return reported
}

const every = (gapMs: number, count: number) => Array.from({ length: count }, (_, index) => gapMs * (index + 1))

test('the silence of a fast reply is reported after three seconds, with its length', () => {
  const [first] = play(every(30, 100), 10_000)
  expect(first).toEqual({ at: 6_000, quietMs: 3_000 })
})

test('a slow reply is never reported as silent, however slow it is', () => {
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

test('a later gap of the same length as an earlier silence is not reported', () => {
  const signs = [...every(30, 100), 6_500, ...every(30, 10).map((ms) => 6_500 + ms), 10_000]
  const reported = play(signs, 10_000)
  expect(reported.at(-1)?.at).toBe(6_000)
})

test('the sleep of the Mac is no silence', () => {
  const watch = new SilenceWatch(tickMs, 0)
  for (const now of every(30, 100)) watch.sign(now)
  expect(watch.tick(3_600_000)).toBe(0)
})
