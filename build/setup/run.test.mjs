import { expect, test } from 'vitest'
import { isNewEnough } from './cmake.mjs'
import { run, SetupError, withoutMiddle } from './run.mjs'

test('the error of a failed step has the program, the advice and the output', () => {
  const fail = () =>
    run(process.execPath, ['-e', 'console.error("no room"); process.exit(1)'], { advice: 'Make room.' })
  expect(fail).toThrow(SetupError)
  expect(fail).toThrow(/failed\. Make room\.\nno room/)
})

test('a missing program is a failed step', () => {
  expect(() => run('no-such-program', [], { advice: 'Install it.' })).toThrow(/Install it\.\n.*ENOENT/)
})

test('a long output keeps its first and last lines', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`)
  const kept = withoutMiddle(lines.join('\n'), 2).split('\n')
  expect(kept).toEqual(['line 0', 'line 1', '… 96 lines …', 'line 98', 'line 99'])
})

test.each([
  ['cmake version 3.25.1', true],
  ['cmake version 4.0.3\n', true],
  ['cmake version 3.24.0', false],
  ['', false],
])('CMake that says "%s" is new enough: %s', (words, expected) => {
  expect(isNewEnough(words)).toBe(expected)
})
