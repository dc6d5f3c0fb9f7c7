import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Exits when its parent is gone, so that a killed run does not leave the machine busy. */
const spin = 'const parent = Number(process.argv[1]); while (process.ppid === parent) for (let i = 0; i < 1e7; i++);'

/**
 * Keeps every core busy with one process per core.
 * @returns {() => void} kills these processes
 */
export function busyCores(count = availableParallelism()) {
  const children = Array.from({ length: count }, () => {
    const child = spawn(process.execPath, ['-e', spin, String(process.pid)], { stdio: ['ignore', 'ignore', 'inherit'] })
    child.unref()
    return child
  })
  return () => {
    for (const child of children) child.kill('SIGKILL')
  }
}
