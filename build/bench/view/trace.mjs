import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inMain } from './in-main.mjs'

/** No more of them: those of the compositor make a trace of minutes so long that writing it takes minutes, too. */
const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline']
const scriptNames = new Set([
  'FunctionCall',
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FireIdleCallback',
  'TimerFire',
  'RunMicrotasks',
  'MajorGC',
  'MinorGC',
])

/**
 * Records what Chromium's main thread of the window does during `work`.
 * @returns {Promise<Frames>}
 */
export async function traced(app, work) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-trace-'))
  const file = join(folder, 'trace.json')
  try {
    await inMain(
      app,
      ({ contentTracing }, included) =>
        contentTracing.startRecording({ included_categories: included, trace_buffer_size_in_kb: 600 * 1_024 }),
      categories,
    )
    await work()
    await inMain(app, ({ contentTracing }, path) => contentTracing.stopRecording(path).then(() => true), file)
    return framesOf(JSON.parse(readFileSync(file, 'utf8')).traceEvents)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * What the main thread did, in milliseconds of its own processor time, which other programs do not lengthen. A frame
 * reaches from the moment at which a picture is handed over to the next one.
 * @typedef {object} Frames
 * @property {readonly number[]} script of each frame that had any
 * @property {readonly number[]} busy of each frame: script, layout, painting and everything else
 * @property {number} longestTask
 * @property {number} scriptTotal
 * @property {number} busyTotal
 */

/** @returns {Frames} */
export function framesOf(events) {
  const main = busiestMainThread(events)
  const own = events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid)
  const commits = own.filter(({ name }) => name === 'Commit').map(({ ts }) => ts)
  commits.sort((a, b) => a - b)
  const complete = own.filter(({ ph }) => ph === 'X')
  const script = outermost(complete.filter(({ name }) => scriptNames.has(name)))
  const tasks = outermost(complete.filter(({ name }) => name === 'RunTask'))
  return {
    script: perFrame(script, commits).filter((ms) => ms > 0),
    busy: perFrame(tasks, commits),
    longestTask: tasks.reduce((longest, task) => Math.max(longest, millisecondsOf(task)), 0),
    scriptTotal: sum(script),
    busyTotal: sum(tasks),
  }
}

/** The main thread of the window, and not of a reader or of Settings. */
function busiestMainThread(events) {
  const threads = events
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) => ({ pid, tid, count: 0 }))
  const known = new Map(threads.map((thread) => [`${thread.pid} ${thread.tid}`, thread]))
  for (const { pid, tid } of events) {
    const thread = known.get(`${pid} ${tid}`)
    if (thread) thread.count++
  }
  const [main] = threads.sort((a, b) => b.count - a.count)
  if (!main) throw new Error('The trace has no window.')
  return main
}

/** Events that are not inside another one: each millisecond counts once. */
function outermost(events) {
  const sorted = events.toSorted((a, b) => a.ts - b.ts || b.dur - a.dur)
  const kept = []
  let end = Number.NEGATIVE_INFINITY
  for (const event of sorted) {
    if (event.ts < end) continue
    kept.push(event)
    end = event.ts + (event.dur ?? 0)
  }
  return kept
}

/** Milliseconds of the events between one commit and the next. */
function perFrame(events, commits) {
  const frames = new Array(commits.length + 1).fill(0)
  let frame = 0
  for (const event of events) {
    while (frame < commits.length && commits[frame] < event.ts) frame++
    frames[frame] += millisecondsOf(event)
  }
  return frames
}

const millisecondsOf = ({ dur = 0, tdur = dur }) => tdur / 1_000

const sum = (events) => events.reduce((total, event) => total + millisecondsOf(event), 0)

/** @param {readonly number[]} values */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}
