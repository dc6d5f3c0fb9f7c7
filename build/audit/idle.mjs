import { setTimeout as wait } from 'node:timers/promises'
import { activityOf, family } from './processes.mjs'
import { startApp } from './run-app.mjs'

/** Of one core. */
export const maxIdleCpuPercent = 1

const measuredMs = 60_000
const settlingMs = 5_000
const maxSettlings = 18
/** Of one core, while the app settles: what the blinking caret costs, and a little more. */
const calmPercent = 1.2

/**
 * Measures the sealed app with its window open and nothing to do.
 * @returns {Promise<{ cpuPercent: number, wakeUpsPerSecond: number }>} percent of one core
 */
export async function measureIdle(stage) {
  const app = startApp(stage.sealed, { home: stage.newHome() })
  try {
    for (let count = 0; count < maxSettlings; count++)
      if ((await measure(app.pid, settlingMs)).cpuPercent < calmPercent && count > 1) break
    return await measure(app.pid, measuredMs)
  } finally {
    app.kill()
    await app.ended
  }
}

async function measure(root, ms) {
  const pids = family(root)
  const start = performance.now()
  const before = activityOf(pids)
  await wait(ms)
  const after = activityOf(pids)
  const seconds = (performance.now() - start) / 1000
  const round = (value) => Math.round(value * 100) / 100
  return {
    cpuPercent: round((after.cpuMs - before.cpuMs) / seconds / 10),
    wakeUpsPerSecond: round((after.wakeUps - before.wakeUps) / seconds),
  }
}
