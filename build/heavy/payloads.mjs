import { runAppTests } from '../testing/run-app-tests.mjs'
import { suites, testEnvironment } from '../testing/run-vitest.mjs'
import { runHeavyTests } from './run-tests.mjs'

/**
 * More than a thousand texts that would run or load something, at every one of their prefixes: in the elements that are
 * drawn, and in the real window.
 * @param {Awaited<ReturnType<typeof import('../launch.mjs').launchInfo>>} info
 */
export async function payloads(info) {
  Object.assign(process.env, testEnvironment(info))
  const unit = await runHeavyTests('heavy-payloads', ['renderer/chat/markdown/payloads.test.tsx'])
  const app = await runHeavyTests('heavy-payloads-app', [...suites.e2e, 'payloads.spec.ts'], runAppTests)
  return { isGood: unit.isGood && app.isGood, unit, app }
}
