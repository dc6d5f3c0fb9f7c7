import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { App, newHome, removeHome } from './app.js'
import { copyTinyModel } from './model-folders.js'

let home: string
let others: string
let app: App

/** In the layout of huggingface_hub 2: a snapshot of links to blobs, which are links to blobs that all models share. */
function cacheTinyModel(name: string): string {
  const hub = join(others, '.cache', 'huggingface', 'hub')
  const repository = join(hub, `models--mlx-community--${name}`)
  const snapshot = join(repository, 'snapshots', '0123abcd')
  const shared = join(hub, 'blobs', 'ab')
  for (const folder of [snapshot, join(repository, 'blobs'), shared]) mkdirSync(folder, { recursive: true })
  copyTinyModel(shared)
  rmSync(join(shared, 'parley.json'))
  for (const file of readdirSync(shared)) {
    symlinkSync(join('..', '..', 'blobs', 'ab', file), join(repository, 'blobs', file))
    symlinkSync(join('..', '..', 'blobs', file), join(snapshot, file))
  }
  return repository
}

/** A model of LM Studio whose weights are still being downloaded. */
function halfModel(name: string): string {
  const folder = join(others, '.lmstudio', 'models', 'mlx-community', name)
  mkdirSync(folder, { recursive: true })
  copyTinyModel(folder)
  rmSync(join(folder, 'parley.json'))
  renameSync(join(folder, 'model.safetensors'), join(folder, 'downloading_model.safetensors.part'))
  return folder
}

beforeAll(async () => {
  home = newHome()
  others = mkdtempSync(join(tmpdir(), 'parley-others-'))
  cacheTinyModel('Cached')
  halfModel('Half')
  app = await App.launch(home, { PARLEY_OTHER_APPS: others })
  await app.waitForEngine()
})

afterAll(async () => {
  await app.quit()
  removeHome(home)
  rmSync(others, { recursive: true, force: true })
})

const modelButton = () => app.page.getByRole('button', { name: /^Model:/ })
const model = (name: string | RegExp) => app.page.getByRole('menuitemradio', { name })
const isReadyWith = (name: string) =>
  app.page.getByRole('button', { name: `Model: ${name} Ready`, exact: true }).waitFor()

test('models of other apps are in the menu with their app, and one is used where it is', async () => {
  await modelButton().click()
  await model(/^Cached .*Hugging Face/).waitFor()
  const half = model(/^Half .*Incomplete · LM Studio/)
  await half.waitFor()
  expect(await half.getAttribute('aria-disabled')).toBe('true')
  const cache = join(others, '.cache')
  const before = readdirSync(cache, { recursive: true })
  await model(/^Cached/).click()
  await isReadyWith('Cached')
  expect(await app.ask('Hello')).toBeTruthy()
  expect(readdirSync(cache, { recursive: true })).toEqual(before)
})

test('Settings lists the models of other apps, which stay where they are, and the catalogue with what fits', async () => {
  const settings = await app.openSettings()
  await settings.getByRole('tab', { name: 'Models' }).click()
  const list = settings.getByRole('list', { name: 'Models', exact: true })
  await list.getByText('The model’s model.safetensors is missing', { exact: false }).waitFor()
  expect(await list.getByRole('button', { name: 'Use Half' }).getAttribute('aria-disabled')).toBe('true')
  expect(await list.getByRole('button', { name: /^Remove/ }).count()).toBe(0)
  const offered = settings.getByRole('list', { name: 'Catalogue' })
  const entries = offered.getByRole('listitem')
  await entries.filter({ hasText: 'mlx-community/gpt-oss-20b-MXFP4-Q4' }).waitFor()
  for (const text of await entries.allInnerTexts())
    expect(text).toMatch(/Needs [\d.]+ GB with a context of [\d,]+ tokens.*; this \w+ can give [\d.]+ GB\./)
  await settings.close()
})

test('a download that the other app has finished can be chosen when the menu opens again', async () => {
  const folder = join(others, '.lmstudio', 'models', 'mlx-community', 'Half')
  renameSync(join(folder, 'downloading_model.safetensors.part'), join(folder, 'model.safetensors'))
  await modelButton().click()
  await model(/^Half .*MB · LM Studio/).click()
  await isReadyWith('Half')
})
