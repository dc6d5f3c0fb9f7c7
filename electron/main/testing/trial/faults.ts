import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { app } from 'electron'

/** A fault of an engine: its process dies, its process freezes, or only its native thread freezes. */
export type Fault = 'death' | 'frozen-process' | 'frozen-thread'

/** Causes the fault in the process `pid`; resolves when it has happened. */
export async function injectFault(fault: Fault, pid: number): Promise<void> {
  switch (fault) {
    case 'death':
      process.kill(pid, 'SIGKILL')
      return
    case 'frozen-process':
      process.kill(pid, 'SIGSTOP')
      return
    case 'frozen-thread':
      return freezeThread(pid)
  }
}

function freezeThread(pid: number): Promise<void> {
  const script = join(app.getAppPath(), 'build', 'heavy', 'freeze-thread.py')
  const tracer = spawn('python3', [script, String(pid), 'parley-mlx'], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve, reject) => {
    tracer.once('error', reject)
    tracer.once('exit', (code) => reject(new Error(`No thread was frozen (${code}).`)))
    createInterface({ input: tracer.stdout }).once('line', () => resolve())
  })
}
