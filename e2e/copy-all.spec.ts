import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../electron/main/store/open-store.js'
import { App, newHome, removeHome } from './app.js'

const command = process.platform === 'darwin' ? 'Meta' : 'Control'
/** More than the window draws while it is idle. */
const exchangeCount = 400

const home = newHome()
let app: App

beforeAll(async () => {
  const store = openStore(home)
  for (const [title, count] of [
    ['Short', 2],
    ['Long', exchangeCount],
  ] as const) {
    const { id } = store.conversations.create(title)
    for (let index = 1; index <= count; index++) {
      const { reply } = store.messages.addExchange(id, `Question ${index}?`, 'tiny')
      store.messages.appendReply(reply.id, 'answer', `**Answer** ${index}.\n\nIts second paragraph.\n`)
      store.messages.finishReply(reply.id, { state: 'done' })
    }
  }
  store.close()
  app = await App.launch(home)
})

afterAll(async () => {
  await app.quit()
  removeHome(home)
})

const exchange = (index: number) =>
  `You:\nQuestion ${index}?\n\nAssistant:\n**Answer** ${index}.\n\nIts second paragraph.`
const copied = () => app.electron.evaluate(({ clipboard }) => clipboard.readText())

async function copy(): Promise<string> {
  await app.electron.evaluate(({ clipboard }) => clipboard.clear())
  await app.page.keyboard.press(`${command}+c`)
  await expect.poll(copied).not.toBe('')
  return copied()
}

/** Does it, and waits until something is selected: the command may take its way through the menu. */
async function select(act: () => Promise<unknown>): Promise<void> {
  await app.page.evaluate(() => document.getSelection()?.removeAllRanges())
  await act()
  await expect.poll(() => app.page.evaluate(() => String(document.getSelection()))).not.toBe('')
}

async function open(title: string, last: string): Promise<void> {
  await app.conversations.getByRole('button', { name: title, exact: true }).click()
  await app.questions.last().getByText(last).waitFor()
}

test('Select All and Copy take the whole of a long conversation, in order, with who said what', async () => {
  await open('Long', `Question ${exchangeCount}?`)
  await app.transcript.focus()
  await select(() => app.page.keyboard.press(`${command}+a`))
  const all = Array.from({ length: exchangeCount }, (_, index) => exchange(index + 1)).join('\n\n')
  expect(await copy()).toBe(all)
  // The same from the menu, with the focus in the list of conversations.
  await app.conversations.getByRole('button', { name: 'Long', exact: true }).focus()
  await select(() =>
    app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.selectAll()),
  )
  expect(await copy()).toBe(all)
})

test('Select All outside of a field selects the conversation, and not the text of the fields', async () => {
  await open('Short', 'Question 2?')
  await app.composer.fill('Half a thought')
  await app.page.getByRole('searchbox').fill('q')
  await app.page.getByRole('searchbox').fill('')
  await app.transcript.focus()
  await select(() => app.page.keyboard.press(`${command}+a`))
  const marked = await app.page.evaluate(() => {
    const selection = document.getSelection()
    return [...document.querySelectorAll('input, textarea, nav')].filter((each) => selection?.containsNode(each, true))
      .length
  })
  expect(marked).toBe(0)
  await app.composer.fill('')
})

test('Select All in a dialog selects the dialog', async () => {
  await open('Short', 'Question 2?')
  await app.menu('Show Prompt')
  const dialog = app.page.getByRole('dialog', { name: 'Prompt' })
  await dialog
    .getByRole('img', { name: /marker$/ })
    .first()
    .waitFor()
  await select(() => app.page.keyboard.press(`${command}+a`))
  const isWithin = await dialog.evaluate((element) =>
    element.contains(document.getSelection()?.getRangeAt(0).commonAncestorContainer ?? null),
  )
  expect(isWithin).toBe(true)
  await app.page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
})

test('in a field Select All takes the field alone', async () => {
  await open('Long', `Question ${exchangeCount}?`)
  await app.composer.fill('Half a thought')
  await select(() => app.composer.press(`${command}+a`))
  expect(await copy()).toBe('Half a thought')
  await app.composer.fill('')
})

test('all of a short conversation is copied with who said what, and a part of it as Markdown', async () => {
  await open('Short', 'Question 2?')
  await app.transcript.focus()
  await select(() => app.page.keyboard.press(`${command}+a`))
  expect(await copy()).toBe(`${exchange(1)}\n\n${exchange(2)}`)
  await app.questions.first().getByText('Question 1?').selectText()
  expect(await copy()).toBe('Question 1?')
  await app.page.evaluate(() => {
    const [first, second] = document.querySelectorAll('[data-part=question]')
    if (first && second) document.getSelection()?.setBaseAndExtent(first, 0, second, 1)
  })
  expect(await copy()).toMatch(/^Question 1\?\s+\*\*Answer\*\* 1\.\s+Its second paragraph\.\s+Question 2\?$/)
})
