import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** @typedef {{ file: string, name: string, message: string }} Failure `message` is the first line of the error. */

/**
 * Returns the failures in a report of Vitest's JSON reporter: all tests that did not pass, and files that did not load.
 * @param {{ testResults: readonly {
 *   name: string, status: string, message?: string,
 *   assertionResults: readonly {
 *     status: string, title: string, ancestorTitles: readonly string[], failureMessages?: readonly string[]
 *   }[]
 * }[] }} report
 * @param {string} root folder that the files' paths are relative to
 * @returns {Failure[]}
 */
export function failuresOf({ testResults }, root) {
  return testResults.flatMap(({ name: path, status, message, assertionResults }) => {
    const file = relative(root, path)
    if (status !== 'passed' && assertionResults.length === 0) {
      return [{ file, name: 'the file itself', message: firstLine(message) }]
    }
    return assertionResults
      .filter((test) => test.status !== 'passed')
      .map((test) => ({
        file,
        name: [...test.ancestorTitles, test.title].filter(Boolean).join(' › '),
        // If `beforeAll` failed, the message is on the file and not on its tests.
        message: firstLine(test.failureMessages?.[0] || message || test.status),
      }))
  })
}

/** When a test times out, Vitest reports a stack without the message. */
const firstLine = (text = '') =>
  stripVTControlCharacters(text.trim().split('\n')[0] ?? '').replace('STACK_TRACE_ERROR', 'timed out')

/**
 * The lines at the end of `npm test` that list the failed tests and the paths of logs and evidence.
 * @param {readonly { part: string, failures: readonly Failure[] }[]} parts
 * @param {readonly string[]} places lines with the paths of logs and evidence
 */
export function failureLines(parts, places) {
  const failed = parts.flatMap(({ part, failures }) => failures.map((failure) => ({ part, ...failure })))
  if (failed.length === 0) return []
  return [
    'Failed:',
    ...failed.flatMap(({ part, file, name, message }) => [
      `  ${part}  ${file} › ${name}`,
      ...(message === '' ? [] : [`      ${message}`]),
    ]),
    ...places,
  ]
}

/**
 * Counts how often each test failed under each load, the most frequent first.
 * @param {readonly { load: string, failures: readonly Failure[] }[]} runs
 * @returns {{ file: string, name: string, count: number, loads: Record<string, number> }[]}
 */
export function tallyFailures(runs) {
  const tally = new Map()
  for (const { load, failures } of runs) {
    for (const { file, name } of failures) {
      const key = `${file} › ${name}`
      const entry = tally.get(key) ?? { file, name, count: 0, loads: {} }
      entry.count += 1
      entry.loads[load] = (entry.loads[load] ?? 0) + 1
      tally.set(key, entry)
    }
  }
  return [...tally.values()].sort((a, b) => b.count - a.count)
}
