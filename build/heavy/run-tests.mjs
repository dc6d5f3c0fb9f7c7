import { runVitest } from '../testing/run-vitest.mjs'

/**
 * Runs tests that do more under `PARLEY_HEAVY`, and returns the measurements of a part.
 * @param run `runAppTests` for tests that start the app
 */
export async function runHeavyTests(name, files, run = runVitest) {
  const startedAt = performance.now()
  const options = { env: { PARLEY_HEAVY: '1' }, screen: process.stderr }
  const { passed, failed, failures } = await run(name, files, options)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  return { isGood: failed === 0, passed, failed, failures, seconds }
}
