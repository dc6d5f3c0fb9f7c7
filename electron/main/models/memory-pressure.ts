import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { MemoryPressure } from './idle-unload.js'

const run = promisify(execFile)

/** What macOS says: 1 is normal, 2 a warning, 4 critical. Electron has no event for it. */
async function macPressure(): Promise<MemoryPressure> {
  const { stdout } = await run('/usr/sbin/sysctl', ['-n', 'kern.memorystatus_vm_pressure_level'], { timeout: 5_000 })
  const level = Number(stdout)
  if (level >= 4) return 'critical'
  return level >= 2 ? 'warning' : 'normal'
}

export const memoryPressure = process.platform === 'darwin' ? macPressure : undefined
