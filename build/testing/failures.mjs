import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** @typedef {{ file: string, name: string, message: string }} Failure `message` is the first line of the error. */

/**
 * The failures in a report of Vitest's JSON reporter: all tests that did not pass, and files that could not be loaded.
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
        // Tests whose `beforeAll` failed have no message; the file has it.
        message: firstLine(test.failureMessages?.[0] || message || test.status),
      }))
  })
}

/** Vitest reports a time limit by a stack that lacks its message. */
const firstLine = (text = '') =>
  stripVTControlCharacters(text.trim().split('\n')[0] ?? '').replace('STACK_TRACE_ERROR', 'timed out')

/**
 * The lines that name the failed tests at the end of `npm test`, and where to look.
 * @param {readonly { part: string, failures: readonly Failure[] }[]} parts
 * @param {readonly string[]} places of logs and evidence, one sentence each
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
 * How often each test failed under each load, the most frequent first.
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
