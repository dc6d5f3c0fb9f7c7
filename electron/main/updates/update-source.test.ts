import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isUpdateAddress, updateBase } from './update-source.js'

let appPath: string
beforeEach(() => {
  appPath = mkdtempSync(join(tmpdir(), 'parley-update-'))
})
afterEach(() => rmSync(appPath, { recursive: true }))

const release = 'https://github.com/someone/parley/releases/latest/download'
const packaged = (updates: unknown, given?: string) => {
  writeFileSync(join(appPath, 'package.json'), JSON.stringify({ name: 'parley', updates }))
  return updateBase({ isPackaged: true, appPath, given })?.href
}

test('a release looks where it was built to look, at a listed host, whatever the environment says', () => {
  expect(packaged(release, 'http://127.0.0.1:8080')).toBe(release)
  expect(packaged(undefined, 'http://127.0.0.1:8080')).toBeUndefined()
  for (const other of [
    'http://github.com/a',
    'https://example.com/a',
    'https://github.com.example.com',
    'file:///a',
    7,
  ])
    expect(packaged(other)).toBeUndefined()
})

test('a checkout looks nowhere, or on this computer', () => {
  const given = (address?: string) => updateBase({ isPackaged: false, appPath, given: address })?.href
  expect(given('http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080/')
  for (const other of [undefined, '', 'nonsense', release, 'http://192.168.0.7', 'https://127.0.0.1'])
    expect(given(other)).toBeUndefined()
})

test.each([
  [`${release}/latest-mac.yml`, true],
  ['https://release-assets.githubusercontent.com/a?b=c', true],
  ['https://huggingface.co/a', false],
  ['https://github.com:8443/a', false],
  ['http://github.com/a', false],
  ['https://me@github.com/a', false],
  ['https://evilgithub.com/a', false],
])('%s is reached for an update: %s', (address, isReached) => {
  expect(isUpdateAddress(new URL(address), new URL(release))).toBe(isReached)
  expect(isUpdateAddress(new URL(address), new URL('http://127.0.0.1:8080'))).toBe(false)
})
