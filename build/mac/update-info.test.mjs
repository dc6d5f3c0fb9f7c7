import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'

import { packageConfiguration } from '../package-configuration.mjs'
import { updateInfo } from './update-info.mjs'

const zip = Buffer.from('a signed and stapled app')

test('electron-updater reads the version, the file, its hash and the notes', () => {
  const text = updateInfo({
    version: '1.2.0',
    name: 'Parley-1.2.0-arm64-mac.zip',
    zip,
    notes: 'Herons.\n',
    at: new Date(0),
  })
  const { parseUpdateInfo, resolveFiles } = createRequire(import.meta.url)('electron-updater/out/providers/Provider.js')
  const url = new URL('https://github.com/someone/parley/releases/latest/download/latest-mac.yml')
  const info = parseUpdateInfo(text, 'latest-mac.yml', url)
  const [file] = resolveFiles(info, new URL('.', url))
  expect(info).toMatchObject({ version: '1.2.0', releaseNotes: 'Herons.' })
  expect(file.url.href).toBe('https://github.com/someone/parley/releases/latest/download/Parley-1.2.0-arm64-mac.zip')
  expect(file.info.sha512).toBe(createHash('sha512').update(zip).digest('base64'))
  expect(file.info.size).toBe(zip.length)
})

test('only a signed release knows where updates are', () => {
  const place = { platform: 'darwin', arch: 'arm64', bundles: '', engine: '', documents: [], output: '' }
  const metadataWith = (release) => {
    process.env.PARLEY_RELEASE = release
    process.env.PARLEY_UPDATES_FROM = 'https://github.com/someone/parley/releases/latest/download'
    try {
      return packageConfiguration(place).extraMetadata
    } finally {
      delete process.env.PARLEY_RELEASE
      delete process.env.PARLEY_UPDATES_FROM
    }
  }
  expect(metadataWith('')).toEqual({})
  expect(metadataWith('1')).toEqual({ updates: 'https://github.com/someone/parley/releases/latest/download' })
})
