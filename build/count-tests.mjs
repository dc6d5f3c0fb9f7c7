/**
 * Counts a report of Vitest's JSON reporter. All that did not pass failed: a skipped test, and a file that could not be
 * loaded. A run that ended badly, or that found nothing, has at least one failure.
 * @param {{ testResults: readonly { status: string, assertionResults: readonly { status: string }[] }[] }} report
 * @returns {{ passed: number, failed: number }}
 */
export function countTests({ testResults }, hasEndedWell) {
  const tests = testResults.flatMap((file) => file.assertionResults)
  const passed = tests.filter(({ status }) => status === 'passed').length
  const brokenFiles = testResults.filter(
    (file) => file.status !== 'passed' && file.assertionResults.length === 0,
  ).length
  const failed = tests.length - passed + brokenFiles
  const isBad = !hasEndedWell || tests.length === 0
  return { passed, failed: isBad ? Math.max(1, failed) : failed }
}
