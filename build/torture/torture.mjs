import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildScript } from '../bundle.mjs'
import { withDisplay } from '../display.mjs'
import { out } from '../setup/places.mjs'
import { SetupError } from '../setup/run.mjs'
import { checkStore, lostStreamMs } from './check-store.mjs'
import { liveAndDie } from './life.mjs'
import { Notes } from './notes.mjs'
import { randomFrom } from './random.mjs'

/** Starting the app takes as long as many cycles of the store. */
const storeCyclesPerApp = 50

/** @param {{ cycles: number, seed: number }} options */
async function tortureStore({ cycles, seed }) {
  const script = join(out, 'torture', 'store-torture.cjs')
  await buildScript('electron/main/testing/torture/store-torture.ts', script)
  const child = spawn(process.execPath, [script, String(cycles), String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const printed = []
  child.stdout.on('data', (data) => printed.push(data))
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new SetupError('The torture of the store ended with an error.')
  return JSON.parse(Buffer.concat(printed).toString())
}

/** @param {{ cycles: number, seed: number }} options */
async function tortureApp(info, { cycles, seed }) {
  const random = randomFrom(seed)
  const home = mkdtempSync(join(tmpdir(), 'parley-torture-'))
  const notes = new Notes()
  const failures = new Set()
  let corrupt = 0
  let maxLostStreamMs = 0
  for (let cycle = 1; cycle <= cycles; cycle++) {
    const startedAt = Date.now()
    const { moment, text, screens, killedAt } = await liveAndDie({ info, home, cycle, random, notes })
    const file = join(home, 'parley.db')
    const { problems, lost } = checkStore(file, notes)
    maxLostStreamMs = Math.max(maxLostStreamMs, lostStreamMs(file, text, screens, killedAt))
    if (problems.length > 0) corrupt++
    for (const failure of lost) failures.add(failure)
    const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1)
    process.stderr.write(`app ${cycle}/${cycles}  killed ${moment}, ${seconds} s\n`)
    for (const line of [...problems, ...lost]) process.stderr.write(`  ${line}\n`)
  }
  const result = { acknowledged: notes.size, lost: failures.size, corrupt, maxLostStreamMs }
  if (failures.size + corrupt === 0) rmSync(home, { recursive: true, force: true })
  else process.stderr.write(`The data is kept in ${home} (seed ${seed}).\n`)
  return result
}

/**
 * @param {{ cycles: number, seed: number }} options
 * @returns what build/torture.mjs prints
 */
export async function torture(info, { cycles, seed }) {
  const ofApp = Math.ceil(cycles / storeCyclesPerApp)
  const app = await withDisplay(() => tortureApp(info, { cycles: ofApp, seed }))
  const none = { acknowledged: 0, lost: 0, corrupt: 0, p50ReopenMs: 0 }
  const store = cycles > ofApp ? await tortureStore({ cycles: cycles - ofApp, seed }) : none
  return {
    cycles,
    acknowledged: app.acknowledged + store.acknowledged,
    lost: app.lost + store.lost,
    corrupt: app.corrupt + store.corrupt,
    p50ReopenMs: store.p50ReopenMs,
    maxLostStreamMs: app.maxLostStreamMs,
  }
}
