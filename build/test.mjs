/** `npm test [-- PART …]`: sets up all it needs, runs every part and ends with a line `N passed, N failed`. */
import { existsSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { runChecks } from './check.mjs'
import { withDisplay } from './display.mjs'
import { launchInfo } from './launch.mjs'
import { out, root } from './setup/places.mjs'
import { SetupError } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'
import { failureLines } from './testing/failures.mjs'
import { runVitest, suites, testEnvironment } from './testing/run-vitest.mjs'

/** Where e2e/evidence.ts puts what the app showed and said when a test failed. */
const evidence = join(out, 'failures')

const parts = {
  check: async () => runChecks(),
  unit: async () => {
    const { buildMacEngine } = await import('./mac/build-mac-engine.mjs')
    await buildMacEngine() // before the tests, which would otherwise compete with a compiler
    return runVitest('unit', suites.unit)
  },
  e2e: async () => runWithApp('e2e', evidence),
  packaged: async () => {
    const { packageApp } = await import('./package-app.mjs')
    await packageApp({ isFolder: true })
    return runWithApp('packaged', join(evidence, 'packaged'))
  },
}

await main(async () => {
  const chosen = process.argv.slice(2)
  const unknown = chosen.find((name) => !(name in parts))
  if (unknown) throw new SetupError(`There is no part "${unknown}". The parts are ${Object.keys(parts).join(', ')}.`)
  Object.assign(process.env, testEnvironment(await launchInfo()))
  const results = []
  for (const part of chosen.length > 0 ? chosen : Object.keys(parts)) {
    console.log(`\n— ${part} —`)
    const result = await runPart(part)
    console.log(`${part}: ${result.passed} passed, ${result.failed} failed`)
    results.push({ part, ...result })
  }
  const lines = failureLines(results, placesOf(results))
  if (lines.length > 0) console.log(`\n${lines.join('\n')}`)
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  const total = { passed: sum('passed'), failed: sum('failed') }
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0 && total.passed > 0 ? 0 : 1
})

/** A part that can't run is one failure; the others still run. */
async function runPart(part) {
  try {
    return await parts[part]()
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error)
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return { passed: 0, failed: 1, failures: [{ file: 'build/test.mjs', name: 'the part itself', message }] }
  }
}

/** Runs tests of the app, once the evidence of their last run is removed. */
async function runWithApp(name, oldEvidence) {
  rmSync(oldEvidence, { recursive: true, force: true })
  const result = await withDisplay(() => runVitest(name, suites[name]))
  return { ...result, hasEvidence: result.failed > 0 && existsSync(evidence) }
}

/** One line each on the evidence and the logs of the parts that failed, if there are any. */
function placesOf(results) {
  const logs = results.filter(({ failed, log }) => failed > 0 && log).map(({ log }) => relative(root, log))
  return [
    ...(results.some(({ hasEvidence }) => hasEvidence)
      ? [`What the app showed and said (logs, screenshots, accessibility trees): ${relative(root, evidence)}/`]
      : []),
    ...(logs.length > 0 ? [`What the tests wrote: ${logs.join(', ')}`] : []),
  ]
}
