import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { App, newHome, removeHome } from './app.js'

/** A server of releases on this computer. On Linux electron-updater asks for an AppImage; what the system installs is not run. */
const release = Buffer.from(`#!/bin/sh\n# ${'a new version '.repeat(10_000)}\n`)
const asked: IncomingMessage[] = []
let hash = createHash('sha512').update(release).digest('base64')
let location: string | undefined
const server = createServer((request, response) => {
  asked.push(request)
  if (request.url?.startsWith('/latest-linux.yml')) {
    const files = [{ url: 'Parley-9.0.0.AppImage', sha512: hash, size: release.length }]
    response.end(JSON.stringify({ version: '9.0.0', files, releaseNotes: '<b>Herons</b> are new.', releaseDate: '' }))
  } else if (location) response.writeHead(302, { location }).end()
  else response.end(release)
})

const folder = mkdtempSync(join(tmpdir(), 'parley-old-'))
const home = newHome()
let app: App
let settings: Page

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  writeFileSync(join(folder, 'old.AppImage'), '')
  app = await App.launch(home, {
    PARLEY_UPDATES: `http://127.0.0.1:${port}`,
    APPIMAGE: join(folder, 'old.AppImage'),
  })
  settings = await app.openSettings()
})

afterAll(async () => {
  await app.quit()
  server.close()
  removeHome(home)
  rmSync(folder, { recursive: true })
})

const status = (text: string | RegExp) => settings.getByRole('status').getByText(text).waitFor()
const check = () => settings.getByRole('button', { name: 'Check Now' }).click()
const kept = () => {
  const pending = join(home, 'updates', 'download', 'pending')
  return existsSync(pending) ? readdirSync(pending).filter((name) => name.endsWith('.AppImage')) : []
}

test('without the network, or with updates off, nobody is asked', async () => {
  await status('Parley looks for a new version soon after it opens.')
  for (const change of [{ network: false }, { network: true, updatesItself: false }]) {
    await app.request('saveSettings', { ...(await app.request('getSettings')), ...change })
    await status('Updates are off, or the network is.')
    await app.request('checkForUpdates')
  }
  await app.request('saveSettings', { ...(await app.request('getSettings')), updatesItself: true })
  await status('Parley looks for a new version soon after it opens.')
  expect(asked).toHaveLength(0)
})

test('a file that is not what its release announced is refused and not kept', async () => {
  const right = hash
  hash = createHash('sha512').update('another file').digest('base64')
  await check()
  await status('The newest version could not be fetched.')
  expect(asked.some(({ url }) => url?.endsWith('.AppImage'))).toBe(true)
  expect(kept()).toEqual([])
  hash = right
})

test('a redirect to a host that is not on the list is stopped', async () => {
  location = 'https://updates.example/Parley.AppImage'
  await check()
  await status('The newest version could not be fetched.')
  const attempts = await app.request('listNetworkAttempts')
  expect(attempts.find(({ host }) => host === 'updates.example')?.outcome).toBe('refused')
  location = undefined
})

test('a new version is downloaded whole, with its notes as text, and nothing tells one computer from another', async () => {
  await check()
  await status('Parley 9.0.0 is ready. It is installed when you quit.')
  await settings
    .getByRole('region', { name: 'What is new in Parley 9.0.0' })
    .getByText('<b>Herons</b> are new.')
    .waitFor()
  const [file = ''] = kept()
  expect(readFileSync(join(home, 'updates', 'download', 'pending', file)).equals(release)).toBe(true)
  expect(asked.some(({ headers }) => 'range' in headers)).toBe(false)
  for (const { headers } of asked) expect(Object.keys(headers)).not.toContain('x-user-staging-id')
})
