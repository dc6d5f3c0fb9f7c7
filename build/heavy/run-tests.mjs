import { runVitest } from '../testing/run-vitest.mjs'

/** Runs tests that do more under `PARLEY_HEAVY`, and returns the measurements of a part. */
export async function runHeavyTests(name, files) {
  const startedAt = performance.now()
  const options = { env: { PARLEY_HEAVY: '1' }, screen: process.stderr }
  const { passed, failed, failures } = await runVitest(name, files, options)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  return { isGood: failed === 0, passed, failed, failures, seconds }
}
