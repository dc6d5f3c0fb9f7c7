import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { forbidPlainLoads, transportProblems } from './transport-security.mjs'

const asElectronBuilderWritesIt = `<plist version="1.0"><dict>
  <key>NSAppTransportSecurity</key>
  <dict>
    <key>NSAllowsLocalNetworking</key>
    <true/>
    <key>NSAllowsArbitraryLoads</key>
    <true/>
  </dict>
</dict></plist>`

test('loads without encryption are forbidden, and those of this computer stay', () => {
  const app = mkdtempSync(join(tmpdir(), 'parley-plist-'))
  onTestFinished(() => rmSync(app, { recursive: true }))
  mkdirSync(join(app, 'Contents'))
  const file = join(app, 'Contents', 'Info.plist')
  writeFileSync(file, asElectronBuilderWritesIt)
  expect(transportProblems(app)).toHaveLength(1)
  forbidPlainLoads(app)
  expect(transportProblems(app)).toEqual([])
  expect(readFileSync(file, 'utf8')).toContain('<key>NSAllowsArbitraryLoads</key>\n    <false/>')
  expect(readFileSync(file, 'utf8')).toContain('<key>NSAllowsLocalNetworking</key>\n    <true/>')
})
