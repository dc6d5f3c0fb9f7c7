import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Locator } from 'playwright'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App, longQuestion } from './app.js'
import { copyTinyModel, endlessModel } from './model-folders.js'

const endless = endlessModel()
rmSync(join(endless, 'parley.json'))

const app = App.ofFile()
let folders: string
let second: string

beforeAll(() => app.limitReplies(40))

beforeEach(async () => {
  await app.newChat()
  folders = mkdtempSync(join(tmpdir(), 'parley-models-'))
  second = join(folders, 'second')
  copyTinyModel(second)
  // Without parley.json the name of the model is its folder's name.
  rmSync(join(second, 'parley.json'))
})

/** Leaves the demonstration model alone in the list. */
afterEach(async () => {
  await app.newChat()
  const { models } = await app.request('getModels')
  await app.request('chooseModel', models.find(({ isDemo }) => isDemo)?.id ?? '', null)
  await isReadyWith(demo)
  for (const { id } of models.filter(({ isAdded }) => isAdded)) await app.request('removeModel', id)
  rmSync(folders, { recursive: true, force: true })
})

const demo = 'Parley Demo (tiny)'
const modelButton = () => app.page.getByRole('button', { name: /^Model:/ })
const isReadyWith = (name: string) =>
  app.page.getByRole('button', { name: `Model: ${name} Ready`, exact: true }).waitFor()
const entry = (name: string | RegExp) => app.page.getByRole('menuitem', { name })
const model = (name: string | RegExp) => app.page.getByRole('menuitemradio', { name })

/** Makes the native dialog return this folder. */
const answerDialog = (folder: string) =>
  app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
  }, folder)

async function addModel(folder: string): Promise<void> {
  await answerDialog(folder)
  await modelButton().click()
  await entry('Add a model…').click()
}

async function madeBy(reply: Locator): Promise<string> {
  await reply.hover()
  await reply.getByRole('button', { name: 'Statistics' }).click()
  const popover = app.page.getByRole('dialog', { name: 'Statistics' })
  const text = await popover.locator('dt:text-is("Model") + dd').innerText()
  await app.page.keyboard.press('Escape')
  await popover.waitFor({ state: 'hidden' })
  return text
}

test('a reply is tried again with a newly added model, and after a restart both versions name their model', async () => {
  const reply = await app.ask('Hello')
  await answerDialog(second)
  await reply.hover()
  await reply.getByRole('button', { name: 'Try again with' }).click()
  await entry('Add a model…').click()
  await reply.getByText('2 of 2').waitFor()
  await app.button('Stop').waitFor({ state: 'hidden' })
  await isReadyWith('second')
  expect(await madeBy(reply)).toBe('second')
  await app.restart()
  await isReadyWith('second')
  const again = app.replies.last()
  expect(await madeBy(again)).toBe('second')
  await again.getByRole('button', { name: 'Previous version' }).click()
  await again.getByText('1 of 2').waitFor()
  expect(await madeBy(again)).toBe(demo)

  // Only the original model can repeat the text, so it is loaded.
  const text = await again.locator('[data-part=answer]').innerText()
  await again.getByRole('button', { name: 'Statistics' }).click()
  await app.button('Reply again with the same seed').click()
  await again.getByText('3 of 3').waitFor()
  await app.button('Stop').waitFor({ state: 'hidden' })
  expect(await again.locator('[data-part=answer]').innerText()).toBe(text)
  expect(await madeBy(again)).toBe(demo)
})

test('choosing a model during a reply takes effect after the reply, which keeps its model', async () => {
  // With this model a reply lasts until it is stopped.
  await app.limitReplies(Number.POSITIVE_INFINITY)
  await addModel(endless)
  await isReadyWith(basename(endless))
  await app.send(longQuestion)
  const reply = app.replies.last()
  await reply
    .getByText(/Thought|ferry/)
    .first()
    .waitFor()
  await modelButton().click()
  await model(demo).click()
  await modelButton()
    .filter({ hasText: `then ${demo}` })
    .waitFor()
  await app.button('Stop').press('Enter')
  await isReadyWith(demo)
  expect(await madeBy(reply)).toBe(basename(endless))
  const [conversation] = await app.request('listConversations')
  await app.request('setConversationSettings', conversation?.id ?? '', { ...initialSettings.defaults, maxTokens: 40 })
  const next = await app.ask('Hello')
  expect(await madeBy(next)).toBe(demo)
  await app.limitReplies(40)
})

test('a folder without a model is refused with the missing file, and nothing else changes', async () => {
  const empty = join(folders, 'empty')
  mkdirSync(empty)
  await addModel(empty)
  const refusal = (name: string) => app.page.getByText(`“${name}” is not a model folder: it has no config.json.`)
  await refusal('empty').waitFor()
  await addModel(folders)
  await refusal(basename(folders)).waitFor()
  await refusal('empty').waitFor({ state: 'detached' })
  await isReadyWith(demo)
  await modelButton().click()
  await model(demo).waitFor()
  expect(await app.page.getByRole('menuitemradio').count()).toBe(1)
  await app.page.keyboard.press('Escape')
})

test('a model of another format is named, and a faulty file that is not needed is remarked on', async () => {
  const config = join(second, 'config.json')
  const own = readFileSync(config, 'utf8')
  const { quantization: _, ...plain } = JSON.parse(own)
  writeFileSync(config, JSON.stringify({ ...plain, quantization_config: { quant_method: 'gptq', bits: 4 } }))
  await addModel(second)
  await app.page
    .getByText('This is a GPTQ model. Parley runs MLX and original gpt-oss weights.', { exact: false })
    .waitFor()
  await isReadyWith(demo)

  writeFileSync(config, own)
  writeFileSync(join(second, 'generation_config.json'), '{')
  await addModel(second)
  await app.page.getByText('second: Parley works without generation_config.json.', { exact: false }).waitFor()
  await isReadyWith('second')
  expect(await app.ask('Hello')).toBeTruthy()
})

test('a model whose folder reappears is loaded when the waiting reply is tried again', async () => {
  await addModel(second)
  await isReadyWith('second')
  await app.restart(() => renameSync(second, `${second}, away`))
  await app.send('Hello')
  const reply = app.replies.last()
  await reply.getByText('The model’s folder is not there.').waitFor()
  renameSync(`${second}, away`, second)
  await reply.getByRole('button', { name: 'Try again', exact: true }).click()
  await isReadyWith('second')
  await app.button('Stop').waitFor({ state: 'hidden' })
  expect(await reply.locator('[data-part=answer]').innerText()).toMatch(/./)
})

test('a model without its folder says so, and another model can be chosen', async () => {
  await addModel(second)
  await isReadyWith('second')
  await app.restart(() => rmSync(second, { recursive: true }))
  const status = app.page.getByRole('status')
  await status.getByRole('button', { name: 'Choose a model' }).click()
  await model('second').filter({ hasText: 'Folder not found' }).waitFor()
  await model(demo).click()
  await isReadyWith(demo)
  expect((await (await app.ask('Hello')).innerText()).length).toBeGreaterThan(5)
})

test('Settings lists the models, and an unused model can be removed from the list', async () => {
  await addModel(second)
  await isReadyWith('second')
  const settings = await app.openSettings()
  await settings.getByRole('tab', { name: 'Models' }).click()
  const list = settings.getByRole('list', { name: 'Models' })
  await expect.poll(() => list.getByRole('listitem').count()).toBe(2)
  await list.getByRole('button', { name: 'In use: second' }).waitFor()
  const remove = list.getByRole('button', { name: 'Remove second' })
  expect(await remove.count()).toBe(0)
  await list.getByRole('button', { name: `Use ${demo}` }).click()
  await isReadyWith(demo)
  await remove.click()
  await settings.getByRole('button', { name: 'Undo' }).click()
  await remove.waitFor()
  await remove.click()
  await remove.waitFor({ state: 'detached' })
  expect(await list.getByRole('listitem').count()).toBe(1)
  await expect
    .poll(() => list.getByRole('button', { name: `In use: ${demo}` }).evaluate((own) => own === document.activeElement))
    .toBe(true)
  await modelButton().click()
  const names = () => app.page.getByRole('menuitemradio').allInnerTexts()
  await expect.poll(names).toEqual([expect.stringContaining(demo)])
  await app.page.keyboard.press('Escape')
})
