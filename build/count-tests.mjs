/**
 * Counts the tests in a report of Vitest's JSON reporter. Everything that did not pass counts as failed: also skipped tests
 * and files that could not be loaded. A run that ended with an error or found no tests has at least one failure.
 * @param {{ testResults: readonly { status: string, assertionResults: readonly { status: string }[] }[] }} report
 * @returns {{ passed: number, failed: number }}
 */
export function countTests({ testResults }, hasSucceeded) {
  const tests = testResults.flatMap((file) => file.assertionResults)
  const passed = tests.filter(({ status }) => status === 'passed').length
  const brokenFiles = testResults.filter(
    (file) => file.status !== 'passed' && file.assertionResults.length === 0,
  ).length
  const failed = tests.length - passed + brokenFiles
  const hasRunFailed = !hasSucceeded || tests.length === 0
  return { passed, failed: hasRunFailed ? Math.max(1, failed) : failed }
}
