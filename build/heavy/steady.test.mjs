import { expect, test } from 'vitest'
import { readOptions, summarise, summaryLines } from './steady.mjs'

const failure = { file: 'e2e/a.spec.ts', name: 'one', message: 'Error' }
const outcomes = [
  { load: 'idle', passed: 10, failed: 0, failures: [] },
  { load: 'busy', passed: 9, failed: 1, failures: [failure] },
  { load: 'slowed', passed: 9, failed: 1, failures: [failure] },
  { load: 'idle', passed: 10, failed: 0, failures: [] },
]

test('the summary counts tests over all runs and per load', () => {
  expect(summarise(outcomes)).toMatchObject({
    isGood: false,
    runs: 4,
    passed: 38,
    failed: 2,
    loads: { idle: { runs: 2, passed: 20, failed: 0 }, busy: { runs: 1, passed: 9, failed: 1 } },
    failures: [{ name: 'one', count: 2, loads: { busy: 1, slowed: 1 } }],
  })
})

test('the runs are good if at least one test passed and none failed', () => {
  expect(summarise([outcomes[0]]).isGood).toBe(true)
  expect(summarise([{ load: 'idle', passed: 0, failed: 0, failures: [] }]).isGood).toBe(false)
})

test('the lines list each failed test with its count per load', () => {
  const lines = summaryLines(summarise(outcomes))
  expect(lines[1]).toBe('  1 of 1 busy, 1 of 1 slowed: e2e/a.spec.ts › one')
  expect(lines.at(-1)).toContain('out/steady/')
  expect(summaryLines(summarise([outcomes[0]]))).toEqual(['No test failed.'])
})

test('without options there are ten runs of all tests, alternating between all loads', () => {
  const usual = { runs: 10, loadNames: ['idle', 'busy', 'slowed'], files: { e2e: [], unit: [] } }
  expect(readOptions([])).toEqual(usual)
})

test('only the suites of the given files run', () => {
  const { files } = readOptions(['--runs', '3', 'life.spec.ts', 'survival.spec.ts'])
  expect(files).toEqual({ e2e: ['life.spec.ts', 'survival.spec.ts'] })
  expect(readOptions(['life.spec.ts', 'count-tests']).files).toEqual({ e2e: ['life.spec.ts'], unit: ['count-tests'] })
})

test('zero runs, a fractional number of runs and an unknown load are refused', () => {
  for (const args of [
    ['--runs', '0'],
    ['--runs', '1.5'],
    ['--loads', 'idle,hot'],
    ['--loads', 'constructor'],
  ]) {
    expect(() => readOptions(args)).toThrow(/--runs|no load/)
  }
})
