import { expect, test } from 'vitest'
import { agrees } from './npm.mjs'

const wanted = {
  '': { version: '1.0.0' },
  'node_modules/react': { version: '19.0.0' },
  'node_modules/tool-linux-x64': { version: '2.0.0', optional: true },
  'node_modules/tool-darwin-arm64': { version: '2.0.0', optional: true },
}
const installed = { 'node_modules/react': { version: '19.0.0' }, 'node_modules/tool-linux-x64': { version: '2.0.0' } }

test('what npm leaves out on this platform is no reason to install again', () => {
  expect(agrees(wanted, installed)).toBe(true)
})

test.each([
  ['another version', { ...installed, 'node_modules/react': { version: '18.0.0' } }],
  ['a package too few', { 'node_modules/tool-linux-x64': { version: '2.0.0' } }],
  ['a package too many', { ...installed, 'node_modules/left-pad': { version: '1.0.0' } }],
])('%s is', (_, found) => {
  expect(agrees(wanted, found)).toBe(false)
})
