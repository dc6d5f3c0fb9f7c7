import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { installStrace } from '../setup/debian.mjs'
import { out, root } from '../setup/places.mjs'
import { SetupError, say } from '../setup/run.mjs'
import { tallyFailures } from '../testing/failures.mjs'
import { runAppTests } from '../testing/run-app-tests.mjs'
import { runVitest, suites, testEnvironment } from '../testing/run-vitest.mjs'
import { busyCores } from './busy-cores.mjs'
import { slowedProgram } from './cpu-quota.mjs'

const folder = join(out, 'steady')
const slowedShare = 1 / 3
const runners = { e2e: runAppTests, unit: runVitest }

/** Each load takes the launch info of the app and returns the launch info to use and a function that ends the load. */
const loads = {
  idle: (info) => ({ info, end: () => {} }),
  busy: (info) => ({ info, end: busyCores() }),
  slowed: (info) => {
    const { executable, remove } = slowedProgram(info.executable, slowedShare)
    return { info: { ...info, executable }, end: remove }
  },
}

/**
 * `npm run test:heavy -- steady [--runs 10] [--loads idle,busy,slowed] [FILE …]`: repeats the end-to-end and unit tests,
 * alternating between the loads, and prints how often each test failed. `slowed` slows down only the app. With files (parts
 * of their paths) only those run.
 */
export async function steady(args, info) {
  const { runs, loadNames, files } = readOptions(args)
  const startedAt = Date.now()
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))
  if (loadNames.includes('slowed')) loads.slowed(info).end() // fails early if quotas can't be set
  const { buildMacEngine } = await import('../mac/build-mac-engine.mjs')
  await buildMacEngine()
  installStrace()

  const outcomes = []
  for (let index = 0; index < runs; index++) {
    const load = loadNames[index % loadNames.length]
    const outcome = await runUnder(load, { info, files, outputFolder: join(folder, `${index + 1}-${load}`) })
    outcomes.push(outcome)
    say(`Run ${index + 1} of ${runs}, ${load}: ${outcome.passed} passed, ${outcome.failed} failed`)
  }
  const summary = summarise(outcomes)
  for (const line of summaryLines(summary)) say(line)
  return { ...summary, seconds: Math.round((Date.now() - startedAt) / 1_000) }
}

export function readOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '10' },
      loads: { type: 'string', default: Object.keys(loads).join(',') },
    },
  })
  const runs = Number(values.runs)
  if (!Number.isSafeInteger(runs) || runs < 1) throw new SetupError('--runs must be a whole number from 1.')
  const loadNames = values.loads.split(',')
  const unknown = loadNames.find((name) => !Object.hasOwn(loads, name))
  if (unknown !== undefined) {
    throw new SetupError(`There is no load "${unknown}". The loads are ${Object.keys(loads).join(', ')}.`)
  }
  return { runs, loadNames, files: filesOfSuites(positionals) }
}

/** The arguments of each suite that has one of these files. Without files both suites run completely. */
function filesOfSuites(files) {
  if (files.length === 0) return { e2e: [], unit: [] }
  const e2e = files.filter((file) => file.endsWith('.spec.ts'))
  const unit = files.filter((file) => !e2e.includes(file))
  return { ...(e2e.length > 0 && { e2e }), ...(unit.length > 0 && { unit }) }
}

async function runUnder(load, { info: usualInfo, files, outputFolder }) {
  const { info, end } = loads[load](usualInfo)
  const env = {
    ...testEnvironment(usualInfo),
    PARLEY_LAUNCH_INFO: JSON.stringify(info),
    PARLEY_FAILURES: join(outputFolder, 'failures'),
  }
  const total = { load, passed: 0, failed: 0, failures: [] }
  try {
    for (const [name, chosen] of Object.entries(files)) {
      const options = { env, folder: outputFolder, screen: process.stderr }
      const { passed, failed, failures } = await runners[name](name, [...suites[name], ...chosen], options)
      total.passed += passed
      total.failed += failed
      total.failures.push(...failures)
    }
  } finally {
    end()
  }
  return total
}

/** Sums the runs, together and by load, and counts which test failed how often. */
export function summarise(outcomes) {
  const sumOf = (chosen) => ({
    runs: chosen.length,
    passed: chosen.reduce((sum, { passed }) => sum + passed, 0),
    failed: chosen.reduce((sum, { failed }) => sum + failed, 0),
  })
  const total = sumOf(outcomes)
  const names = [...new Set(outcomes.map(({ load }) => load))]
  return {
    isGood: total.failed === 0 && total.passed > 0,
    ...total,
    loads: Object.fromEntries(names.map((name) => [name, sumOf(outcomes.filter(({ load }) => load === name))])),
    failures: tallyFailures(outcomes),
  }
}

/** Lines that list how often each test failed under each load, and where the evidence is. */
export function summaryLines({ failures, loads: byLoad }) {
  if (failures.length === 0) return ['No test failed.']
  return [
    'Failed:',
    ...failures.map(({ file, name, loads: counts }) => {
      const rates = Object.entries(counts).map(([load, count]) => `${count} of ${byLoad[load].runs} ${load}`)
      return `  ${rates.join(', ')}: ${file} › ${name}`
    }),
    `Logs, screenshots and accessibility trees of each run: ${relative(root, folder)}/`,
  ]
}
