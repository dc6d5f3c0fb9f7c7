import { expect, test } from 'vitest'
import { framesOf, percentile } from './trace.mjs'

const thread = (pid) => ({ name: 'thread_name', args: { name: 'CrRendererMain' }, pid, tid: 1, ph: 'M' })
const span = (name, ts, dur, pid = 7) => ({ name, ts: ts * 1_000, dur: dur * 1_000, ph: 'X', pid, tid: 1 })
const commit = (ts, pid = 7) => ({ name: 'Commit', ts: ts * 1_000, dur: 0, ph: 'X', pid, tid: 1 })

test('each millisecond of script counts once, in the frame in which it began; other threads and programs do not count', () => {
  const events = [
    thread(7),
    thread(8),
    span('RunTask', 1, 9),
    span('EventDispatch', 2, 4),
    span('FunctionCall', 3, 2),
    span('Layout', 7, 2),
    commit(9.5),
    span('RunTask', 17, 60),
    { ...span('TimerFire', 18, 9), tdur: 1_000 },
    commit(76),
    span('FunctionCall', 1, 500, 8),
  ]
  expect(framesOf(events)).toEqual({
    script: [4, 1],
    busy: [9, 60, 0],
    longestTask: 60,
    scriptTotal: 5,
    busyTotal: 69,
  })
})

test('a percentile is one of the values', () => {
  expect(percentile([3, 1, 2, 4], 0.5)).toBe(2)
  expect(percentile([3, 1, 2, 4], 0.95)).toBe(4)
  expect(percentile([], 0.95)).toBe(0)
})
