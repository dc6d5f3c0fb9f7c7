import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { preflight } from '../../electron/engine/folder/preflight.js'
import { temporaryFolder } from './model-folder.js'
import { addonPath, tinyModel } from './tiny-model.js'

// Main would treat a crash at exit as an engine that died, and macOS would show a crash report.
it.each([
  ['with an idle loaded model', 'idle'],
  ['after a cancelled decode', 'return'],
  ['by process.exit in the middle of a decode', 'exit'],
  ['by process.exit in the middle of a prefill', 'prefill'],
  ['when a worker is terminated during a decode', 'worker'],
])('a process exits cleanly %s', async (_, way) => {
  const plan = join(temporaryFolder(), 'plan.json')
  writeFileSync(plan, JSON.stringify((await preflight(tinyModel)).plan))
  const script = fileURLToPath(new URL('run-and-exit.cjs', import.meta.url))
  const child = spawn(process.execPath, [script, addonPath(), plan, way], { stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (data) => {
    errors += data
  })
  const [code, signal] = await once(child, 'close')
  expect({ code, signal, errors }).toEqual({ code: 0, signal: null, errors: '' })
})
