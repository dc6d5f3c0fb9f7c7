import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Ends by itself when its parent has gone, so that no killed run leaves the machine busy. */
const spin = 'const parent = Number(process.argv[1]); while (process.ppid === parent) for (let i = 0; i < 1e7; i++);'

/**
 * Keeps every core busy with one process each.
 * @returns {() => void} what ends them
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
