import { runAppTests } from '../testing/run-app-tests.mjs'
import { suites, testEnvironment } from '../testing/run-vitest.mjs'
import { runHeavyTests } from './run-tests.mjs'

/**
 * 2,000 mutations of a good file of each kind of document: every one is read, or refused with its reason. Those of PDFs and
 * pictures are read by the app's own reader. And the summary of 300 pages, killed at 20 random moments.
 * @param {Awaited<ReturnType<typeof import('../launch.mjs').launchInfo>>} info
 */
export async function documents(info) {
  Object.assign(process.env, testEnvironment(info))
  const unit = await runHeavyTests('heavy-documents', ['electron/reader/formats/hostile.test.ts'])
  const app = await runHeavyTests(
    'heavy-documents-app',
    [...suites.e2e, 'mutations.spec.ts', 'killed-jobs.spec.ts'],
    runAppTests,
  )
  return { isGood: unit.isGood && app.isGood, unit, app }
}
