import { expect, test } from 'vitest'
import { isNewEnough } from './cmake.mjs'
import { middleLeftOut, run, SetupError } from './run.mjs'

test('a failed step says what failed, what to do, and what the program said', () => {
  const fail = () =>
    run(process.execPath, ['-e', 'console.error("no room"); process.exit(1)'], { advice: 'Make room.' })
  expect(fail).toThrow(SetupError)
  expect(fail).toThrow(/failed\. Make room\.\nno room/)
})

test('a program that is not there is a failed step too', () => {
  expect(() => run('no-such-program', [], { advice: 'Install it.' })).toThrow(/Install it\.\n.*ENOENT/)
})

test('of long words the reason at their beginning and the end are kept', () => {
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`)
  const kept = middleLeftOut(lines.join('\n'), 2).split('\n')
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
