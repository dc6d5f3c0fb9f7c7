import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isTemporary } from '../contract/chat.js'
import { App, newHome, removeHome } from './app.js'

const home = newHome()
let app: App
const secret = 'sunflower-seed-oil-4711'

beforeAll(async () => {
  app = await App.launch(home)
  await app.waitForEngine()
  await app.request('sendMessage', null, 'An ordinary question')
})

afterAll(async () => {
  await app.quit()
  removeHome(home)
})

const bar = () => app.page.getByRole('complementary', { name: 'Temporary conversation' })

async function begin(text: string): Promise<void> {
  await app.page.evaluate(() => document.querySelector<HTMLElement>('textarea')?.focus())
  await app.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('new-temporary')?.click())
  await bar().waitFor()
  await app.composer.fill(text)
  await app.page.keyboard.press('Enter')
  await app.questions.last().getByText(text).waitFor()
}

/** Files with this text, in any of the forms in which Chromium and SQLite store text. */
function filesWith(text: string): readonly string[] {
  const forms = [Buffer.from(text), Buffer.from(text, 'utf16le')]
  return readdirSync(app.home, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(app.home, name)
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false
    const content = readFileSync(path)
    return forms.some((form) => content.includes(form))
  })
}

async function answerDialogs(button: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, label) => {
    dialog.showMessageBox = (async ({ buttons = [] }: Electron.MessageBoxOptions) => ({
      response: buttons.indexOf(label),
      checkboxChecked: false,
    })) as typeof dialog.showMessageBox
  }, button)
}

test('a temporary conversation says what it is, replies, and stands in the sidebar under its own heading', async () => {
  await begin(`What is ${secret}?`)
  await app.page.locator('article.reply [data-part=answer]').last().waitFor()
  expect(await bar().textContent()).toContain('gone when you close it or quit Parley')
  await app.page.getByRole('navigation').getByText('Temporary', { exact: true }).waitFor()
  await expect
    .poll(async () => (await app.request('listConversations')).filter(({ id }) => isTemporary(id)).length)
    .toBe(1)
})

test('a document is refused with the reason', async () => {
  const [conversation] = await app.request('listConversations')
  const file = { name: 'a.txt', bytes: new Uint8Array([65]) }
  await expect(app.request('addDocuments', conversation?.id ?? '', [file])).rejects.toThrow('can’t have documents')
})

test('closing asks first, and then it is gone', async () => {
  await answerDialogs('Cancel')
  await bar().getByRole('button', { name: 'Close' }).click()
  await bar().waitFor()
  await answerDialogs('Close')
  await bar().getByRole('button', { name: 'Close' }).click()
  await app.page.getByText('The temporary conversation is gone').waitFor()
  await bar().waitFor({ state: 'detached' })
  expect((await app.request('listConversations')).filter(({ id }) => isTemporary(id))).toEqual([])
})

test('one that is kept is an ordinary conversation', async () => {
  await begin('Keep what I say')
  await expect.poll(async () => (await app.request('listConversations')).some(({ isBusy }) => isBusy)).toBe(false)
  await bar().getByRole('button', { name: 'Keep' }).click()
  await bar().waitFor({ state: 'detached' })
  await app.questions.last().getByText('Keep what I say').waitFor()
  const listed = await app.request('listConversations')
  expect(listed.map(({ title }) => title)).toContain('Keep what I say')
  expect(listed.filter(({ id }) => isTemporary(id))).toEqual([])
})

test('no file has a byte of one, after it was used and after the app was killed', async () => {
  await begin(`Again ${secret}, please`)
  await app.composer.fill(`A draft with ${secret}`)
  await expect.poll(async () => (await app.request('listConversations')).some(({ isBusy }) => isBusy)).toBe(false)
  expect(filesWith('An ordinary question')).not.toEqual([])
  expect(filesWith(secret)).toEqual([])
  await app.kill()
  expect(filesWith(secret)).toEqual([])
  app = await App.launch(home)
  expect(filesWith(secret)).toEqual([])
  expect((await app.request('listConversations')).filter(({ id }) => isTemporary(id))).toEqual([])
})
