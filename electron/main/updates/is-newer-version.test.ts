import { expect, test } from 'vitest'
import { isNewerVersion } from './is-newer-version.js'

test.each([
  ['0.2.0', '0.1.9', true],
  ['0.10.0', '0.9.0', true],
  ['1.0.0-beta.2', '0.9.0', true],
  ['0.1.0', '0.1.0', false],
  ['0.1.0', '0.2.0', false],
  ['0.1.0', '', false],
  ['0.1.0', 'yesterday', false],
])('%s is newer than %j: %j', (version, other, expected) => {
  expect(isNewerVersion(version, other)).toBe(expected)
})
