import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SendingFault } from '../electron/main/testing/hub/faults.js'
import { commitOf } from '../electron/main/testing/hub/hosted-model.js'
import { HubServer } from '../electron/main/testing/hub/hub-server.js'
import { App, repository as checkout, newHome, removeHome } from './app.js'
import { makeAdapter } from './model-folders.js'

const id = 'mlx-community/gpt-oss-20b-MXFP4-Q4'
const name = 'gpt-oss-20b-MXFP4-Q4'
const tiny = join(checkout, 'native', 'tiny-model', 'model')
const files = Object.fromEntries(
  readdirSync(tiny)
    .filter((file) => file !== 'parley.json') // with it the model would be the demonstration model
    .map((file) => [file, new Uint8Array(readFileSync(join(tiny, file)))]),
)
const command = process.platform === 'darwin' ? 'Meta' : 'Control'

let hub: HubServer
let home: string
let folders: string
let app: App
/** The first requests for weights get no answer. */
let isHeld = true

beforeAll(async () => {
  hub = await HubServer.start()
  hub.host({ id, commit: commitOf('tiny'), largeFrom: 100_000, files })
  hub.host({ id: 'lab/other', commit: commitOf('other'), largeFrom: 100_000, files })
  hub.behaviour = {
    onFile: (file): SendingFault | undefined => (isHeld && file.endsWith('.safetensors') ? 'stall' : undefined),
  }
  home = newHome()
  folders = mkdtempSync(join(tmpdir(), 'parley-adapters-'))
  makeAdapter(join(folders, 'letters'))
  app = await App.launch(home, {
    PARLEY_HUB: hub.base,
    PARLEY_MEMORY_BYTES: String(64e9),
    PARLEY_UNLOAD_AFTER_MS: '200',
  })
  await unloads('never')
  await app.limitReplies(60)
})
afterAll(async () => {
  await app.quit()
  await hub.stop()
  removeHome(home)
  rmSync(folders, { recursive: true, force: true })
})

async function unloads(unloadsModel: 'never' | 'after-15'): Promise<void> {
  await app.request('saveSettings', { ...(await app.request('getSettings')), unloadsModel })
}

const modelButton = (words: string) => app.page.getByRole('button', { name: `Model: ${words}`, exact: true })
const openMenu = () => app.page.getByRole('button', { name: /^Model:/ }).click()

async function openModels() {
  const settings = await app.openSettings()
  await settings.getByRole('tab', { name: 'Models' }).click()
  return settings
}

test('each reply of the demonstration model and the menu offer a real one, and no copy has the offer', async () => {
  const first = await app.ask('Hello')
  const second = await app.ask('What is a heron?')
  for (const reply of [first, second]) await reply.getByRole('button', { name: /^Get gpt-oss 20b, 11 GB$/ }).waitFor()
  await second.locator('[data-part=answer]').click()
  await app.page.keyboard.press(`${command}+a`)
  await app.page.keyboard.press(`${command}+c`)
  const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText())
  await expect.poll(copied).toContain('What is a heron?')
  expect(await copied()).not.toContain('demonstration')
  await openMenu()
  await app.page.getByRole('menuitem', { name: /^Get gpt-oss 20b/ }).click()
  await second.getByText(`${name}: `).waitFor()
  expect(await first.getByRole('button', { name: /^Get/ }).count()).toBe(0)
  await openMenu()
  await app.page.getByRole('menuitem', { name: new RegExp(`^Downloading ${name}`) }).waitFor()
  await app.page.keyboard.press('Escape')
})

test('a repository can be looked up by its address, and says before the download whether it fits', async () => {
  const settings = await openModels()
  const field = settings.getByRole('textbox', { name: 'Add by name' })
  await field.fill('lab/nothing')
  await field.press('Enter')
  await settings.getByText('lab/nothing', { exact: false }).waitFor()
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  await field.fill('https://huggingface.co/lab/other/tree/main')
  await settings.getByRole('button', { name: 'Look up' }).click()
  await settings.getByText(/^lab\/other: .* to download\. Needs .* It fits\.$/).waitFor()
  await settings.getByRole('button', { name: 'Download other' }).click()
  await settings.getByRole('region', { name: 'Download of other' }).getByText('Waits for its turn').waitFor()
})

test('downloads have an order, a limit of speed and a token, which says where it is kept', async () => {
  const settings = await openModels()
  await settings.getByRole('button', { name: 'Download other earlier' }).click()
  const rows = settings.getByRole('region', { name: /^Download of/ })
  await expect.poll(() => rows.first().getAttribute('aria-label')).toBe('Download of other')
  await settings.getByRole('combobox', { name: 'Speed' }).selectOption({ label: 'At most 50 MB/s' })
  await settings.getByLabel('Token').fill('no token')
  await settings.getByRole('button', { name: 'Save token' }).click()
  await settings.getByText('This is no token of Hugging Face', { exact: false }).waitFor()
  await settings.getByLabel('Token').fill('hf_0123456789abcdef')
  await settings.getByRole('button', { name: 'Save token' }).click()
  await settings.getByText(/^A token is set/).waitFor()
  await settings.getByRole('button', { name: 'Remove token' }).click()
  await settings.getByText(/^Only private models/).waitFor()
  isHeld = false
  // What is held gets no answer any more; it is asked for again.
  const row = (download: string) => settings.getByRole('region', { name: `Download of ${download}` })
  await row('other').getByRole('button', { name: 'Pause' }).click()
  await row('other').getByRole('button', { name: 'Resume' }).click()
  for (const download of ['other', name]) await row(download).getByText('Ready to use').waitFor()
})

test('a model with an adapter is chosen in a conversation, and a measurement says how fast it is', async () => {
  await app.electron.evaluate(
    ({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
    },
    join(folders, 'letters'),
  )
  const settings = await openModels()
  await settings.getByRole('button', { name: `More for ${name}` }).click()
  await settings.getByRole('menuitem', { name: 'Add an adapter…' }).click()
  await settings.getByText(`${name} with letters`, { exact: true }).waitFor()
  await openMenu()
  await app.page.getByRole('menuitemradio', { name: `${name} with letters` }).click()
  await modelButton(`${name} with letters Ready`).waitFor()
  expect(await app.ask('Hello')).toBeTruthy()
  await settings.getByRole('button', { name: `More for ${name}`, exact: true }).click()
  await settings.getByRole('menuitem', { name: 'Measure the speed' }).click()
  await settings.getByText(/^With 1,\d\d\d tokens it reads [\d.,]+ and writes [\d.,]+ tokens a second/).waitFor()
})

test('the folder of models is moved, and conversations keep their models', async () => {
  const disk = join(folders, 'disk')
  mkdirSync(disk)
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
  }, disk)
  const settings = await openModels()
  await settings.getByRole('button', { name: 'Move the models…' }).click()
  await settings.getByRole('region', { name: 'Folder' }).getByText(disk).waitFor()
  await expect.poll(() => readdirSync(disk).sort()).toEqual(['lab', 'mlx-community'])
  await app.request('unloadModel')
  await app.ask('What is a heron?')
  await modelButton(`${name} with letters Ready`).waitFor()
})

test('a downloaded model is checked on request, asks for a newer version, and goes to the Trash', async () => {
  const settings = await openModels()
  const menu = async (label: string) => {
    await settings.getByRole('button', { name: 'More for other' }).click()
    await settings.getByRole('menuitem', { name: label }).click()
  }
  await menu('Check the files')
  await settings.getByText('All of its files are as they were downloaded.').waitFor()
  const config = join(folders, 'disk', 'lab', 'other', 'config.json')
  const content = readFileSync(config, 'utf8')
  writeFileSync(config, content.replace('2048', '2047'))
  await menu('Check the files')
  await settings.getByText('Damaged: config.json.', { exact: false }).waitFor()
  await menu('Look for a newer version')
  await settings.getByText('This is the newest version.').waitFor()
  hub.host({ id: 'lab/other', commit: commitOf('newer'), largeFrom: 100_000, files })
  await menu('Look for a newer version')
  await settings.getByText('There is another version.', { exact: false }).waitFor()
  await app.electron.evaluate(({ dialog, shell }) => {
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false })
    shell.trashItem = async (path) => {
      ;(globalThis as { trashed?: string }).trashed = path
    }
  })
  await settings.getByRole('button', { name: 'Move other to the Trash' }).click()
  await settings.getByText('“other” was moved to the Trash').waitFor()
  const trashed = await app.electron.evaluate(() => (globalThis as { trashed?: string }).trashed)
  expect(trashed).toBe(realpathSync(join(folders, 'disk', 'lab', 'other')))
  await settings.close()
})

test('a model that is not used is unloaded, says why, and loads when a message is sent', async () => {
  await unloads('after-15')
  await app.page.getByText('The model was not used for a while, so its memory is free.', { exact: false }).waitFor()
  await expect.poll(() => app.enginePids()).toEqual([])
  await unloads('never')
  expect(await app.ask('What is a heron?')).toBeTruthy()
  await app.page.getByRole('button', { name: /^Model: .* Ready$/ }).waitFor()
})
