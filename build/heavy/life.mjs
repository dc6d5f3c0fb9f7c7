import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { withDisplay } from '../display.mjs'
import { isLinux, out, root } from '../setup/places.mjs'
import { SetupError } from '../setup/run.mjs'
import { randomFrom } from '../torture/random.mjs'

/** Time limits for noticing a fault, in milliseconds. */
const maxDetectionMs = { death: 2_000, hang: 10_000 }

const moments = ['load', 'idle', 'prefill', 'decode', 'end']
/** Maximum delay between the start of a moment and the fault, in milliseconds. */
const maxDelayMs = { load: 600, idle: 200, prefill: 300, decode: 700, end: 5 }
const model = join(root, 'native', 'tiny-model', 'model')

/**
 * `npm run test:heavy -- life [--cycles 1000] [--seed S] [--lanes 4]`: kills or freezes real engines at random moments,
 * under the app's own host, runs and store. Counts faults that were noticed late and replies that lost text.
 */
export async function life(args, info) {
  const { cycles, seed, lanes } = readOptions(args)
  const trials = plan(cycles, randomFrom(seed))
  const startedAt = Date.now()
  const outcomes = await withDisplay(() => perform(info, { trials, lanes }))
  return { seed, lanes, seconds: Math.round((Date.now() - startedAt) / 1_000), ...summarise(outcomes) }
}

function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      cycles: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      lanes: { type: 'string', default: '4' },
    },
  })
  const options = { cycles: Number(values.cycles), seed: Number(values.seed), lanes: Number(values.lanes) }
  if (!Object.values(options).every((value) => Number.isInteger(value) && value > 0)) {
    throw new SetupError('Use --cycles, --seed and --lanes with whole numbers above 0.')
  }
  return options
}

/** Three in four engines die, one in four hangs, because hangs take longer. Every fault occurs at every possible moment. */
export function plan(cycles, random) {
  return Array.from({ length: cycles }, (_, index) => {
    const moment = moments[index % moments.length]
    const fault = Math.floor(index / moments.length) % 4 === 3 ? hangAt(moment, index) : 'death'
    return { moment, fault, delayMs: Math.round(random(maxDelayMs[moment])) }
  })
}

/** An idle thread can't hang. The first steps after a load have a deadline of a minute because their speed is unknown. */
function hangAt(moment, index) {
  const canFreezeThread = isLinux && (moment === 'prefill' || moment === 'decode')
  return canFreezeThread && Math.floor(index / 20) % 2 === 0 ? 'frozen-thread' : 'frozen-process'
}

/** Runs the trials in the real Electron and returns their outcomes. */
export async function perform(info, { trials, lanes }) {
  const app = await bundleTrial()
  const folder = mkdtempSync(join(tmpdir(), 'parley-life-'))
  const report = join(folder, 'report.json')
  const flags = info.args.filter((argument) => argument.startsWith('-'))
  const child = spawn(info.executable, [...flags, app], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...info.env, PARLEY_TRIAL: JSON.stringify({ folder, model, trials, lanes, report }) },
  })
  child.stdout.pipe(process.stderr)
  const code = await new Promise((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new SetupError(`The trial ended with code ${code}. Its data is kept in ${folder}.`)
  const outcomes = JSON.parse(readFileSync(report, 'utf8'))
  rmSync(folder, { recursive: true, force: true })
  return outcomes
}

/** Makes a folder that Electron starts: the trial replaces the app's main and uses the app's own bundles. */
async function bundleTrial() {
  const { buildScript } = await import('../bundle.mjs')
  const folder = join(out, 'trial')
  mkdirSync(folder, { recursive: true })
  await buildScript('electron/main/testing/trial/main.ts', join(folder, 'trial.cjs'))
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'parley-trial', version: '0.0.0', main: 'main.cjs' }),
  )
  const start = `require('electron').app.setAppPath(${JSON.stringify(root)})\nrequire('./trial.cjs')\n`
  writeFileSync(join(folder, 'main.cjs'), start)
  return folder
}

/** Returns the counts and detection times of all outcomes. */
export function summarise(outcomes) {
  const timesOf = (isChosen) =>
    outcomes
      .filter(isChosen)
      .map(({ detectionMs }) => Math.round(detectionMs))
      .sort((a, b) => a - b)
  const deaths = timesOf(({ fault }) => fault === 'death')
  const hangs = timesOf(({ fault }) => fault !== 'death')
  const failures = outcomes.filter(({ problems }) => problems.length > 0)
  const late =
    deaths.filter((ms) => ms > maxDetectionMs.death).length + hangs.filter((ms) => ms > maxDetectionMs.hang).length
  return {
    isGood: failures.length === 0 && late === 0,
    cycles: outcomes.length,
    deaths: deaths.length,
    hangs: hangs.length,
    repliesHit: outcomes.filter(({ isReplyHit }) => isReplyHit).length,
    lost: failures.length,
    late,
    detectionMs: {
      death: distribution(deaths),
      hang: distribution(hangs),
      frozenProcess: distribution(timesOf(({ fault }) => fault === 'frozen-process')),
      frozenThread: distribution(timesOf(({ fault }) => fault === 'frozen-thread')),
    },
    moments: Object.fromEntries(
      moments.map((moment) => [moment, outcomes.filter((outcome) => outcome.moment === moment).length]),
    ),
    failures,
  }
}

function distribution(sorted) {
  if (sorted.length === 0) return null
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1) }
}
