import { expect, test } from 'vitest'
import { isUpToDate } from './npm.mjs'

const wanted = {
  '': { version: '1.0.0' },
  'node_modules/react': { version: '19.0.0' },
  'node_modules/tool-linux-x64': { version: '2.0.0', optional: true },
  'node_modules/tool-darwin-arm64': { version: '2.0.0', optional: true },
}
const installed = { 'node_modules/react': { version: '19.0.0' }, 'node_modules/tool-linux-x64': { version: '2.0.0' } }

test('packages that npm skips on this platform do not cause a new installation', () => {
  expect(isUpToDate(wanted, installed)).toBe(true)
})

test.each([
  ['a different version', { ...installed, 'node_modules/react': { version: '18.0.0' } }],
  ['a missing package', { 'node_modules/tool-linux-x64': { version: '2.0.0' } }],
  ['an extra package', { ...installed, 'node_modules/left-pad': { version: '1.0.0' } }],
])('%s causes a new installation', (_, found) => {
  expect(isUpToDate(wanted, found)).toBe(false)
})
