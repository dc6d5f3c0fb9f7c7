/** `npm test [-- PART …]`: runs the set-up and every part, then prints a last line `N passed, N failed`. */
import { existsSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { runChecks } from './check.mjs'
import { launchInfo } from './launch.mjs'
import { installStrace } from './setup/debian.mjs'
import { out, root } from './setup/places.mjs'
import { SetupError } from './setup/run.mjs'
import { main } from './setup/set-up.mjs'
import { failureLines } from './testing/failures.mjs'
import { runAppTests } from './testing/run-app-tests.mjs'
import { runVitest, suites, testEnvironment } from './testing/run-vitest.mjs'

/** e2e/evidence.ts writes logs and screenshots of failed tests into this folder. */
const evidence = join(out, 'failures')

const parts = {
  check: async () => runChecks(),
  unit: async () => {
    const { buildMacEngine } = await import('./mac/build-mac-engine.mjs')
    await buildMacEngine() // first, so that the compiler does not slow down the tests
    return runVitest('unit', suites.unit)
  },
  e2e: async () => {
    installStrace()
    return runWithApp('e2e', evidence)
  },
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

/** A part that can't run counts as one failure; the others still run. */
async function runPart(part) {
  try {
    return await parts[part]()
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error)
    const message = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return { passed: 0, failed: 1, failures: [{ file: 'build/test.mjs', name: 'the part itself', message }] }
  }
}

/** Removes the evidence of the last run, then runs tests of the app. */
async function runWithApp(name, oldEvidence) {
  rmSync(oldEvidence, { recursive: true, force: true })
  const result = await runAppTests(name, suites[name])
  return { ...result, hasEvidence: result.failed > 0 && existsSync(evidence) }
}

/** Lines with the paths of the evidence and of the logs of failed parts. */
function placesOf(results) {
  const logs = results.filter(({ failed, log }) => failed > 0 && log).map(({ log }) => relative(root, log))
  return [
    ...(results.some(({ hasEvidence }) => hasEvidence)
      ? [`Logs, screenshots and accessibility trees of the app: ${relative(root, evidence)}/`]
      : []),
    ...(logs.length > 0 ? [`Output of the tests: ${logs.join(', ')}`] : []),
  ]
}
