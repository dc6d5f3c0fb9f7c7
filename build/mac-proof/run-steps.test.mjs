import { expect, test } from 'vitest'
import { familySeconds } from './mac-idle.mjs'
import { pageOf, runSteps } from './run-steps.mjs'
import { steps } from './steps.mjs'

const step = (name, work, needsMac = false) => ({ name, what: `What ${name} shows.`, needsMac, work })
const run = (given, { isMac = true, chosen = [] } = {}) =>
  runSteps(given, { isMac, chosen, toolsFor: (name) => name, say: () => {} })

test('a step that fails, or whose program is missing, stops no other', async () => {
  const missing = Object.assign(new Error('spawn codesign ENOENT'), { code: 'ENOENT', path: 'codesign' })
  const results = await run([
    step('one', async () => ({ tokens: 7 })),
    step('two', async () => Promise.reject(new Error('The logits differ.'))),
    step('three', async () => Promise.reject(missing)),
    step('four', async (tools) => ({ tools })),
  ])
  expect(results.map(({ outcome, why, found }) => [outcome, why ?? found])).toEqual([
    ['pass', { tokens: 7 }],
    ['fail', 'The logits differ.'],
    ['not done', 'codesign is not installed.'],
    ['pass', { tools: 'four' }],
  ])
})

test('elsewhere than on a Mac, steps that need one are not done, and say so', async () => {
  const results = await run([step('here', async () => undefined), step('there', async () => undefined, true)], {
    isMac: false,
  })
  expect(results.map(({ outcome, why }) => [outcome, why])).toEqual([
    ['pass', undefined],
    ['not done', 'It needs a Mac.'],
  ])
})

test('a step can run alone', async () => {
  const results = await run([step('one', async () => undefined), step('two', async () => undefined)], {
    chosen: ['two'],
  })
  expect(results.map(({ outcome }) => outcome)).toEqual(['not done', 'pass'])
})

test('the page shows every step, and text of programs is no HTML', () => {
  const page = pageOf({
    machine: 'Mac',
    steps: [{ step: 'one', what: 'What', outcome: 'fail', why: '<script>alert(1)</script>' }],
  })
  expect(page).toContain('&lt;script>alert(1)')
  expect(page).not.toContain('<script>')
})

test('each step has a name of its own', () => {
  expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length)
})

test('processor time is that of a process and all that it started', () => {
  const output = `  12 11 0:03.50
   11 10 1:00.25
   10  1 0:00.25
   99  1 9:00.00
`
  expect(familySeconds(output, 10)).toBe(64)
})
