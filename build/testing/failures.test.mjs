import { expect, test } from 'vitest'
import { failureLines, failuresOf, tallyFailures } from './failures.mjs'

const passed = { status: 'passed', title: 'works', ancestorTitles: [], failureMessages: [] }

test('a failure has the file, the groups and the first line of the error', () => {
  const failed = {
    status: 'failed',
    title: 'is whole',
    ancestorTitles: ['', 'a reply'],
    failureMessages: ['Error: no reply\n    at survival.spec.ts:3:1'],
  }
  const report = {
    testResults: [{ name: '/app/e2e/survival.spec.ts', status: 'failed', assertionResults: [passed, failed] }],
  }
  expect(failuresOf(report, '/app')).toEqual([
    { file: 'e2e/survival.spec.ts', name: 'a reply › is whole', message: 'Error: no reply' },
  ])
})

test('a file that could not be loaded and tests whose beforeAll failed are failures', () => {
  const kept = { status: 'skipped', title: 'kept', ancestorTitles: [], failureMessages: [] }
  const report = {
    testResults: [
      { name: '/app/a.test.ts', status: 'failed', message: 'Cannot find x\nmore', assertionResults: [] },
      { name: '/app/b.test.ts', status: 'failed', message: 'No app', assertionResults: [kept] },
    ],
  }
  expect(failuresOf(report, '/app')).toEqual([
    { file: 'a.test.ts', name: 'the file itself', message: 'Cannot find x' },
    { file: 'b.test.ts', name: 'kept', message: 'No app' },
  ])
})

test('a skipped test is a failure with the message "skipped"', () => {
  const skipped = { status: 'skipped', title: 'later', ancestorTitles: [] }
  const report = {
    testResults: [{ name: '/app/a.test.ts', status: 'passed', message: '', assertionResults: [skipped] }],
  }
  expect(failuresOf(report, '/app')).toEqual([{ file: 'a.test.ts', name: 'later', message: 'skipped' }])
})

test('a test that timed out has the message "timed out", which Vitest leaves out', () => {
  const late = {
    status: 'failed',
    title: 'waits',
    ancestorTitles: [],
    failureMessages: ['Error: STACK_TRACE_ERROR\n    at a'],
  }
  const report = { testResults: [{ name: '/app/a.test.ts', status: 'failed', assertionResults: [late] }] }
  expect(failuresOf(report, '/app')).toMatchObject([{ name: 'waits', message: 'Error: timed out' }])
})

test('the list has each failure, then the paths; without failures it is empty', () => {
  const places = ['Logs: out/tests-e2e.log']
  const failures = [
    { file: 'a.spec.ts', name: 'one', message: 'Error: x' },
    { file: 'a.spec.ts', name: 'two', message: '' },
  ]
  expect(failureLines([{ part: 'e2e', failures }], places)).toEqual([
    'Failed:',
    '  e2e  a.spec.ts › one',
    '      Error: x',
    '  e2e  a.spec.ts › two',
    'Logs: out/tests-e2e.log',
  ])
  expect(failureLines([{ part: 'e2e', failures: [] }], places)).toEqual([])
})

test('failures of a test are counted per load, and tests with the same name in two files are counted separately', () => {
  const [a, b] = ['a.spec.ts', 'b.spec.ts'].map((file) => ({ file, name: 'one', message: 'Error' }))
  const runs = [
    { load: 'idle', failures: [b] },
    { load: 'busy', failures: [a] },
    { load: 'slowed', failures: [a] },
    { load: 'busy', failures: [a] },
  ]
  expect(tallyFailures(runs)).toEqual([
    { file: 'a.spec.ts', name: 'one', count: 3, loads: { busy: 2, slowed: 1 } },
    { file: 'b.spec.ts', name: 'one', count: 1, loads: { idle: 1 } },
  ])
})
