import { expect, test } from 'vitest'
import { countTests } from './count-tests.mjs'

const file = (...statuses) => ({
  status: statuses.every((status) => status === 'passed') ? 'passed' : 'failed',
  assertionResults: statuses.map((status) => ({ status })),
})

test('every test that did not pass counts as failed', () => {
  const report = { testResults: [file('passed', 'passed'), file('passed', 'failed', 'skipped', 'todo')] }
  expect(countTests(report, false)).toEqual({ passed: 3, failed: 3 })
})

test('a file that could not be loaded counts as a failure', () => {
  const broken = { status: 'failed', assertionResults: [] }
  expect(countTests({ testResults: [file('passed'), broken, broken] }, false)).toEqual({ passed: 1, failed: 2 })
})

test('a run that ends with an error after its tests, such as an unhandled rejection, counts as a failure', () => {
  expect(countTests({ testResults: [file('passed')] }, false)).toEqual({ passed: 1, failed: 1 })
})

test('a run without tests counts as a failure', () => {
  expect(countTests({ testResults: [] }, true)).toEqual({ passed: 0, failed: 1 })
})
