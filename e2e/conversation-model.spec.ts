import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { App, newHome, removeHome } from './app.js'
import { copyTinyModel } from './model-folders.js'

const demo = 'Parley Demo (tiny)'
let home: string
let folders: string
let app: App

beforeAll(async () => {
  home = newHome()
  folders = mkdtempSync(join(tmpdir(), 'parley-models-'))
  copyTinyModel(join(folders, 'second'))
  rmSync(join(folders, 'second', 'parley.json'))
  app = await App.launch(home)
  await app.waitForEngine()
})

afterAll(async () => {
  await app.quit()
  removeHome(home)
  rmSync(folders, { recursive: true, force: true })
})

const modelButton = (words: string) => app.page.getByRole('button', { name: `Model: ${words}`, exact: true })
const conversation = (title: string) =>
  app.page.getByRole('navigation', { name: 'Conversations' }).getByText(title, { exact: false }).first()

async function choose(name: string): Promise<void> {
  await app.page.getByRole('button', { name: /^Model:/ }).click()
  await app.page.getByRole('menuitemradio', { name }).click()
}

test('each conversation has its own model, which its next message loads, and a new one takes the last choice', async () => {
  await app.ask('The first conversation')
  await app.electron.evaluate(
    ({ dialog }, path) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
    },
    join(folders, 'second'),
  )
  await app.button('New chat').click()
  await app.page.getByRole('button', { name: /^Model:/ }).click()
  await app.page.getByRole('menuitem', { name: 'Add a model…' }).click()
  await modelButton('second Ready').waitFor()
  await app.ask('What is a heron?')

  // The first conversation keeps the demonstration model, and looking at it loads nothing.
  await conversation('The first').click()
  await modelButton(`${demo} · Not loaded`).waitFor()
  await app.ask('Hello')
  await modelButton(`${demo} Ready`).waitFor()
  await conversation('What is').click()
  await modelButton('second · Not loaded').waitFor()
  await app.button('New chat').click()
  await modelButton('second · Not loaded').waitFor()
})

test('a summary is made with the model of its conversation, and not with the one that is loaded', async () => {
  const report = '[p. 1]\nThe ferry was repaired in March. It carries 40 people. The work took six weeks.'
  await app.summarise('report.md', report)
  await modelButton('second Ready').waitFor()
  await conversation('The first').click()
  await modelButton(`${demo} · Not loaded`).waitFor()
  const summary = await app.summarise('report.md', report)
  await modelButton(`${demo} Ready`).waitFor()
  await summary.and(app.page.locator('[aria-busy=false]')).waitFor()
})

test('a conversation whose model left the list says so, and goes on with another one', async () => {
  await conversation('The first').click()
  await choose(demo)
  await modelButton(`${demo} Ready`).waitFor()
  const settings = await app.openSettings()
  await settings.getByRole('tab', { name: 'Models' }).click()
  await settings.getByRole('button', { name: 'Remove second' }).click()
  await settings.close()
  await conversation('What is').click()
  await modelButton('second · Not in the list').waitFor()
  const status = app.page.getByRole('status')
  await status.getByText('second, the model of this conversation, is no longer in the list.').waitFor()
  await status.getByRole('button', { name: 'Choose a model' }).click()
  await app.page.getByRole('menuitem', { name: demo }).click()
  await modelButton(`${demo} Ready`).waitFor()
  expect(await app.ask('Hello')).toBeTruthy()
})
