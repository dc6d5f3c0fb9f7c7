import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SendingFault } from '../electron/main/testing/hub/faults.js'
import { commitOf } from '../electron/main/testing/hub/hosted-model.js'
import { HubServer } from '../electron/main/testing/hub/hub-server.js'
import { App, repository as checkout, newHome, removeHome } from './app.js'

const id = 'mlx-community/gpt-oss-20b-MXFP4-Q4'
const name = 'gpt-oss-20b-MXFP4-Q4'
const tiny = join(checkout, 'native', 'tiny-model', 'model')
const files = Object.fromEntries(
  readdirSync(tiny)
    .filter((file) => file !== 'parley.json') // with it the model would be the demonstration model
    .map((file) => [file, new Uint8Array(readFileSync(join(tiny, file)))]),
)

let hub: HubServer
let home: string
let app: App
/** The first requests for weights get no answer. */
let isHeld = true

beforeAll(async () => {
  hub = await HubServer.start()
  hub.host({ id, commit: commitOf('tiny'), largeFrom: 100_000, files })
  hub.behaviour = {
    onFile: (file): SendingFault | undefined => (isHeld && file.endsWith('.safetensors') ? 'stall' : undefined),
  }
  home = newHome()
  app = await App.launch(home, { PARLEY_HUB: hub.base, PARLEY_MEMORY_BYTES: String(64e9) })
})
afterAll(async () => {
  await app.quit()
  await hub.stop()
  removeHome(home)
})

const bar = () => app.page.getByRole('progressbar', { name: `Downloading ${name}` })
const folder = () => join(home, 'models', ...id.split('/'))

test('the first screen offers a model, and its download can be paused and survives a restart', async () => {
  const offer = app.page.getByRole('region', { name: 'Get a model' })
  await offer.getByRole('button', { name: 'Look around with the demo model first' }).click()
  await app.button('Get a real model…').click()
  await app.request('setHubToken', 'hf_0123456789abcdef')
  await offer.getByRole('button', { name: 'Get gpt-oss 20b' }).click()
  await bar().and(app.page.locator('[aria-valuenow]')).waitFor()
  await app.page.getByText('the download continues at the next start').waitFor()
  await app.button('Pause').click()
  await app.page.getByText(/^Paused · /).waitFor()
  expect(existsSync(join(folder(), 'config.json'))).toBe(false)
  await app.restart()
  await app.page.getByText(/^Paused/).waitFor()
})

test('the network switch ends a download, and says so', async () => {
  await app.button('Resume').click()
  await expect.poll(() => hub.seen.filter(({ path }) => path.includes('.safetensors')).length).toBeGreaterThan(1)
  const settings = await app.request('getSettings')
  await app.request('saveSettings', { ...settings, network: false })
  await app.page.getByText(/^Waits for its turn/).waitFor()
  const seen = hub.seen.length
  await expect(app.request('startDownload', id)).rejects.toMatchObject({ code: 'network-off' })
  expect(hub.seen.length).toBe(seen)
  isHeld = false
  await app.request('saveSettings', { ...settings, network: true })
})

test('a finished download is a model that can be used, and the token went to the hub alone', async () => {
  await app.button('Use it now').click()
  await app.page.getByRole('button', { name: `Model: ${name} Ready`, exact: true }).waitFor()
  expect(readdirSync(folder()).sort()).toEqual(['.parley-model.json', ...Object.keys(files)].sort())
  const delivered = hub.seen.filter(({ host }) => host === 'files')
  expect(delivered.length).toBeGreaterThan(0)
  expect(delivered.filter(({ authorization }) => authorization !== undefined)).toEqual([])
  expect(hub.seen.filter(({ host }) => host === 'hub').some(({ authorization }) => authorization !== undefined)).toBe(
    true,
  )
})

test('no window reaches the host of downloads', async () => {
  const seen = hub.seen.length
  const result = await app.page.evaluate(
    (address) =>
      fetch(address, { mode: 'no-cors' }).then(
        () => 'sent',
        () => 'refused',
      ),
    hub.base,
  )
  expect(result).toBe('refused')
  expect(hub.seen.length).toBe(seen)
})

test.each(['redirected', 'gzip', 'drop'] as const)('Chromium’s network: %s', async (fault) => {
  let isBent = false
  const once = () => {
    const isFirst = !isBent
    isBent = true
    return isFirst
  }
  hub.behaviour = {
    onFile: (file) => (fault !== 'redirected' && file.endsWith('.safetensors') && once() ? fault : undefined),
    onAddress: () => (fault === 'redirected' && once() ? 'refused-host' : undefined),
  }
  const other = `lab/${fault}`
  hub.host({ id: other, commit: commitOf(fault), largeFrom: 100_000, files })
  await app.request('startDownload', other)
  await app.button('New chat').click()
  const row = app.page.getByRole('region', { name: `Download of ${fault}` })
  if (fault === 'redirected') {
    await row.getByText('files.example.com').waitFor()
    await row.getByRole('button', { name: 'Try again' }).click()
  }
  await row.getByText('Ready to use').waitFor()
})
