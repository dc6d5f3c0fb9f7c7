import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { maxIdleCpuPercent } from '../audit/idle.mjs'
import { packagedExecutable } from '../package-app.mjs'

const settlingMs = 60_000
const measuredMs = 60_000

/** @param {import('./steps.mjs').Tools} tools */
export async function measureMacIdle({ execute }) {
  const home = mkdtempSync(join(tmpdir(), 'parley-idle-'))
  const app = spawn(packagedExecutable(), { env: { ...process.env, PARLEY_HOME: home }, stdio: 'ignore' })
  try {
    await wait(settlingMs)
    const before = await cpuSeconds(execute, app.pid)
    await wait(measuredMs)
    const cpuPercent = ((await cpuSeconds(execute, app.pid)) - before) / (measuredMs / 1000 / 100)
    if (cpuPercent > maxIdleCpuPercent) throw new Error(`The open app takes ${cpuPercent} % of a core.`)
    return { cpuPercent }
  } finally {
    app.kill()
    rmSync(home, { recursive: true, force: true })
  }
}

async function cpuSeconds(execute, root) {
  return familySeconds(await execute('ps', ['-axo', 'pid=,ppid=,time=']), root)
}

/** Processor time of a process and of all that it started, from lines of `ps` with ids and `MM:SS.hh`. */
export function familySeconds(output, root) {
  const rows = output
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  const family = new Set([String(root)])
  // A child may stand before its parent.
  for (let size = 0; size !== family.size; ) {
    size = family.size
    for (const [pid, parent] of rows) if (family.has(parent)) family.add(pid)
  }
  const seconds = (time) => time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
  return rows.filter(([pid]) => family.has(pid)).reduce((sum, [, , time]) => sum + seconds(time), 0)
}
