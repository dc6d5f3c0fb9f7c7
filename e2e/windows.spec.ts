import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import type { Bridge } from '../contract/bridge.js'
import { App } from './app.js'
import { chooseItem, openedMenu } from './native-menus.js'

const app = App.ofFile()

const mainPages = () => app.electron.windows().filter((page) => page.url().endsWith('/index.html'))
const composerOf = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true })
const rowOf = (page: Page, title: string) =>
  page.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: title })
const headingOf = (page: Page) => page.getByRole('main').getByRole('heading', { level: 1 })
const repliesOf = (page: Page) =>
  page.getByRole('log', { name: 'Conversation' }).getByRole('article', { name: 'Assistant' })

/** Does what opens a window, and returns its page. */
async function opened(open: () => Promise<unknown>): Promise<Page> {
  const known = mainPages()
  await open()
  await expect.poll(() => mainPages().length).toBe(known.length + 1)
  const page = mainPages().find((each) => !known.includes(each)) as Page
  await composerOf(page).waitFor()
  return page
}

const request = (page: Page, id: string, title: string) =>
  page.evaluate(
    ([conversation, name]) =>
      (globalThis as unknown as { parley: Bridge }).parley.request.renameConversation(conversation, name),
    [id, title] as const,
  )

const windowMenu = () =>
  app.electron.evaluate(({ Menu }) =>
    Menu.getApplicationMenu()
      ?.items.find(({ label }) => label === 'Window')
      ?.submenu?.items.map(({ label }) => label),
  )

const boundsOf = (page: Page) => page.evaluate(() => ({ x: window.screenX, width: window.outerWidth }))

const close = async (page: Page) => {
  const closed = page.waitForEvent('close')
  await app.electron.evaluate(
    ({ BrowserWindow }, title) => {
      BrowserWindow.getAllWindows()
        .find((window) => window.getTitle() === title)
        ?.close()
    },
    await page.title(),
  )
  await closed
}

let second: Page

test('a conversation in two windows has the same draft, messages and title in both', async () => {
  await app.limitReplies(16)
  await app.ask('About the ferry')
  const title = await headingOf(app.page).innerText()
  await openedMenu(app, () => rowOf(app.page, title).click({ button: 'right' }))
  second = await opened(() => chooseItem(app, 'Open in New Window'))
  await expect.poll(() => headingOf(second).innerText()).toBe(title)
  expect(await repliesOf(second).count()).toBe(1)

  await composerOf(second).pressSequentially('And the ')
  await expect.poll(() => app.composer.inputValue()).toBe('And the ')
  await app.composer.pressSequentially('harbour?')
  await expect.poll(() => composerOf(second).inputValue()).toBe('And the harbour?')

  await app.composer.press('Enter')
  await expect.poll(() => composerOf(second).inputValue()).toBe('')
  await expect.poll(() => repliesOf(second).count()).toBe(2)
  await app.button('Stop').waitFor({ state: 'hidden' })
  await expect.poll(() => repliesOf(second).last().innerText()).toBe(await repliesOf(app.page).last().innerText())

  const [conversation] = await app.request('listConversations')
  await request(second, conversation?.id ?? '', 'Ferries & harbours')
  await expect.poll(() => headingOf(app.page).innerText()).toBe('Ferries & harbours')
  await expect.poll(() => app.page.title()).toBe('Ferries & harbours')
})

test('each window has its own conversation, and commands go to the one in front', async () => {
  const third = await opened(() => app.menu('New Window'))
  await expect.poll(() => headingOf(third).innerText()).toBe('New conversation')
  expect(await headingOf(app.page).innerText()).toBe('Ferries & harbours')
  if (process.platform !== 'darwin')
    await expect
      .poll(async () => (await windowMenu())?.slice(-3).toSorted())
      .toEqual(['Ferries && harbours', 'Ferries && harbours', 'Parley'])
  await app.menu('Sidebar')
  await third.getByRole('button', { name: 'Show sidebar' }).waitFor()
  expect(await app.page.getByRole('button', { name: 'Show sidebar' }).count()).toBe(0)
  await composerOf(third).fill('Of two windows')
  await composerOf(third).press('Enter')
  await repliesOf(third).first().waitFor()
  expect(await repliesOf(second).count()).toBe(2)

  await close(third)
  expect(mainPages()).toHaveLength(2)

  await openedMenu(app, () => rowOf(app.page, 'Of two windows').click({ button: 'right' }))
  const beside = await opened(() => chooseItem(app, 'Open Beside'))
  await expect.poll(() => headingOf(beside).innerText()).toContain('Of two windows')
  const [left, right] = await Promise.all([app.page, beside].map(boundsOf))
  expect(left?.width).toBe(right?.width)
  expect(left?.x).toBeLessThan(right?.x ?? 0)
  await close(beside)
})

test('the windows that were open are there again with their conversations, and a damaged file gives one', async () => {
  await rowOf(second, 'Of two windows').click()
  await expect.poll(() => headingOf(second).innerText()).toContain('Of two windows')
  const file = join(app.home, 'view.json')
  await app.restart(() =>
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), lastVersion: '0.0.9' })),
  )
  await expect.poll(() => mainPages().length).toBe(2)
  const titles = async () => {
    const shown = await Promise.all(mainPages().map((page) => headingOf(page).innerText()))
    return shown.toSorted()
  }
  await expect.poll(titles).toEqual(['Ferries & harbours', 'Of two windows'])

  // An update is told of in one window.
  const told = mainPages().map((page) => page.getByRole('button', { name: 'What’s New' }))
  await expect.poll(async () => (await Promise.all(told.map((offer) => offer.count()))).toSorted()).toEqual([0, 1])
  for (const offer of told) if ((await offer.count()) === 1) await offer.click()
  const dialogs = mainPages().map((page) => page.getByRole('dialog', { name: 'What’s New in Parley' }))
  await expect
    .poll(async () => (await Promise.all(dialogs.map((dialog) => dialog.allInnerTexts()))).flat().join())
    .toContain('The first version.')

  await app.restart(() => writeFileSync(file, '{"others": 7'))
  expect(mainPages()).toHaveLength(1)
})
