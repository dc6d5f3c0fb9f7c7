import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { App } from './app.js'
import { makePdf, plainPages } from './pdf-files.js'

/** The pane that shows a page of a document beside the conversation. */

const app = App.ofFile()
const pane = () => app.documentPage
const frame = (page: number) => pane().getByRole('region', { name: `Page ${page}`, exact: true })
const paper = () => pane().locator('.page-paper')
const fact = (text: string) => pane().locator('.page-letters').getByText(text)

beforeAll(() => app.limitReplies(5))

afterEach(async () => {
  if (await pane().isVisible()) await pane().getByRole('button', { name: 'Close', exact: true }).click()
})

/** Sends a document with a question in a new conversation, and opens its first page. */
async function openDocument(name: string, content: string | Uint8Array): Promise<Locator> {
  await app.button('New chat').click()
  await app.attach(name, content)
  await app.ask('What is this?')
  const card = app.questions.last().getByRole('button', { name: new RegExp(name.replace('.', '\\.')) })
  await card.click()
  await pane().waitFor()
  return card
}

/** How many pixels of the page's picture are dark. */
const darkPixels = () =>
  paper()
    .locator('canvas')
    .evaluate((picture) => {
      const canvas = picture as HTMLCanvasElement
      const copy = document.createElement('canvas')
      copy.width = canvas.width
      copy.height = canvas.height
      const context = copy.getContext('2d')
      context?.drawImage(canvas, 0, 0)
      const { data } = context?.getImageData(0, 0, copy.width, copy.height) ?? { data: [] }
      let dark = 0
      for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 128) dark++
      return dark
    })

const windowCount = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

test('a link opens its page as it looks, with the passage marked, and closing returns to the link', async () => {
  const [first, second, third] = plainPages(3)
  const pages = [first, { lines: [] }, second, third].filter((page) => page !== undefined)
  const summary = await app.summarise('linked.pdf', makePdf({ pages }))
  await summary.getByText(/^All 4 pages were read/).waitFor({ timeout: 110_000 })
  const link = summary.getByRole('link', { name: 'p. 3', exact: true }).first()
  await link.click()
  const mark = paper().locator('mark').first()
  await mark.waitFor()
  const isInside = await app.button('Send').evaluate((send) => {
    const bar = send.closest('.composer-bar')?.getBoundingClientRect()
    return bar !== undefined && send.getBoundingClientRect().right <= bar.right - 8
  })
  expect(isInside, 'the composer fits beside the page').toBe(true)
  await expect.poll(darkPixels).toBeGreaterThan(100)
  const [marked, line] = [await mark.boundingBox(), await fact('Fact 2.').first().boundingBox()]
  expect(marked && line && marked.y < line.y + line.height && line.y < marked.y + marked.height).toBe(true)
  expect(marked && line && marked.width).toBeGreaterThan((line?.width ?? 0) / 2)
  await app.page.keyboard.press('Escape')
  await pane().waitFor({ state: 'hidden' })
  expect(await link.evaluate((element) => element === document.activeElement)).toBe(true)
  // The window that draws is closed with the pane.
  await expect.poll(windowCount).toBe(1)
})

test('the text of a page can be selected and copied', async () => {
  await openDocument('copied.pdf', makePdf({ pages: plainPages(1) }))
  const copied = () => app.electron.evaluate(async ({ clipboard }) => (await clipboard.readText()).trim())
  await fact('Fact 1.2').click({ clickCount: 3 })
  await app.page.keyboard.press('Control+C')
  await expect.poll(copied).toContain('Fact 1.2 stands on page 1 of this file.')
  await app.page.keyboard.press('Control+a')
  await app.page.keyboard.press('Control+C')
  const lines = [1, 2, 3].map((line) => `Fact 1.${line} stands on page 1 of this file.`)
  await expect.poll(copied).toBe(lines.join('\n'))
})

test('a selection that is dragged into an empty place of the page ends there', async () => {
  await openDocument('dragged.pdf', makePdf({ pages: plainPages(1) }))
  await fact('Fact 1.3').waitFor()
  const [from, to] = [await fact('Fact 1.1').boundingBox(), await fact('Fact 1.2').boundingBox()]
  if (!from || !to) throw new Error('The lines have no place.')
  await app.page.mouse.move(from.x + 1, from.y + from.height / 2)
  await app.page.mouse.down()
  await app.page.mouse.move(to.x + to.width - 2, to.y + to.height / 2, { steps: 5 })
  await app.page.mouse.move(to.x + to.width + 60, to.y + to.height / 2, { steps: 5 })
  await app.page.mouse.up()
  const selected = await app.page.evaluate(() => String(getSelection()))
  expect(selected).toContain('Fact 1.2 stands')
  expect(selected).not.toContain('Fact 1.3')
})

test('keys and buttons zoom the page, not the text of the conversation, and it is drawn again as sharp', async () => {
  await openDocument('zoomed.pdf', makePdf({ pages: plainPages(1) }))
  await fact('Fact 1.1').waitFor()
  const widths = () =>
    paper().evaluate((element) => [
      Math.round(element.getBoundingClientRect().width),
      Math.round((element.querySelector('canvas')?.width ?? 0) / devicePixelRatio),
    ])
  const [fitting = 0] = await widths()
  const scale = () =>
    app.page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--text-scale'))
  const before = await scale()
  await app.page.keyboard.press('Control+=')
  await expect.poll(widths).toEqual([Math.round(fitting * 1.25), Math.round(fitting * 1.25)])
  await app.button('Zoom in').click()
  await expect.poll(widths).toEqual([Math.round(fitting * 1.5), Math.round(fitting * 1.5)])
  await app.page.keyboard.press('Control+0')
  await expect.poll(widths).toEqual([fitting, fitting])
  await app.button('Zoom out').click()
  await expect.poll(widths).toEqual([Math.round(fitting * 0.75), Math.round(fitting * 0.75)])
  expect(await scale()).toBe(before)
})

test('a text is found in the whole document, step by step, and marked on its page', async () => {
  await openDocument('found.pdf', makePdf({ pages: plainPages(12) }))
  await fact('Fact 1.1').waitFor()
  await app.page.keyboard.press('Control+f')
  const field = pane().getByRole('searchbox', { name: 'Find in document' })
  await field.fill('fact 7.')
  await pane().getByText('1 of 3', { exact: true }).waitFor()
  await fact('Fact 7.1').waitFor()
  const current = paper().locator('mark[data-kind=current]')
  await current.waitFor()
  const first = await current.boundingBox()
  await field.press('Enter')
  await pane().getByText('2 of 3', { exact: true }).waitFor()
  await expect.poll(async () => (await current.boundingBox())?.y).toBeGreaterThan(first?.y ?? 0)
  await field.press('Shift+Enter')
  await field.press('Shift+Enter')
  await pane().getByText('3 of 3', { exact: true }).waitFor()
  await field.fill('nowhere')
  await pane().getByText('Not found', { exact: true }).waitFor()
  await field.press('Escape')
  await field.waitFor({ state: 'hidden' })
  expect(await pane().isVisible()).toBe(true)
})

test('a page is opened by its printed name or its number', async () => {
  const labels = '/Nums [0 << /S /r >> 2 << /S /D >>]'
  await openDocument('named.pdf', makePdf({ pages: plainPages(6), labels }))
  const field = pane().getByRole('textbox', { name: 'Page', exact: true })
  await expect.poll(() => field.inputValue()).toBe('i')
  await field.fill('3')
  await field.press('Enter')
  await fact('Fact 5.1').waitFor()
  await field.fill('6')
  await field.press('Enter')
  await fact('Fact 6.1').waitFor()
  await field.fill('99')
  await field.press('Enter')
  await pane().getByRole('alert').getByText('There is no page “99”.').waitFor()
  await app.button('Previous page').click()
  await fact('Fact 5.1').waitFor()
})

test('what Parley read of a page can be shown in place of its picture', async () => {
  await openDocument('read.pdf', makePdf({ pages: plainPages(1) }))
  await fact('Fact 1.1').waitFor()
  await pane().getByRole('radio', { name: 'Text' }).check()
  await pane().getByRole('region', { name: 'Text of page 1' }).getByText('Fact 1.1 stands on page 1').waitFor()
  await paper().waitFor({ state: 'hidden' })
  await pane().getByRole('radio', { name: 'Page' }).check()
  await fact('Fact 1.1').waitFor()
})

test('a document whose file is gone is shown as its text, and it is said', async () => {
  await app.button('New chat').click()
  await app.attach('gone.pdf', makePdf({ pages: plainPages(2) }))
  await app.ask('What is this?')
  rmSync(join(app.home, 'documents'), { recursive: true })
  await app.questions
    .last()
    .getByRole('button', { name: /gone\.pdf/ })
    .click()
  await pane()
    .getByText(/The file itself is not kept/)
    .waitFor()
  await pane().getByRole('region', { name: 'Text of page 1' }).getByText('Fact 1.1').waitFor()
})

test('a page that is turned is as wide as the pane, and so is the next one, which is not', async () => {
  const pages = plainPages(2).map((page, index) => (index === 0 ? { ...page, turn: 90 as const } : page))
  await openDocument('turned.pdf', makePdf({ pages }))
  await fact('Fact 1.1').waitFor()
  const box = await paper().boundingBox()
  expect(box && box.width > box.height).toBe(true)
  await app.button('Next page').click()
  await fact('Fact 2.1').waitFor()
  const upright = await paper().boundingBox()
  expect(upright && upright.width < upright.height).toBe(true)
})

test('Markdown is shown with its headings and tables, and its pictures are not loaded', async () => {
  const text = '# Harbour\n\n![x](https://example.org/x.png)\n\n| Ferry | Seats |\n| --- | --- |\n| Anna | 40 |\n'
  await openDocument('notes.md', text)
  await pane().getByRole('heading', { name: 'Harbour' }).waitFor()
  await pane().getByRole('cell', { name: '40' }).waitFor()
  expect(await pane().locator('img').count()).toBe(0)
  expect(await pane().getByRole('radio', { name: 'Page' }).count()).toBe(0)
})

test('the text of a scan is selected on its picture', async () => {
  const lines = ['The ferry leaves the old harbour at noon,', 'and it comes back at four in the afternoon.']
  await openDocument('scan.pdf', makePdf({ pages: [{ lines: [], stamp: lines }] }))
  await fact('old harbour at noon').waitFor({ timeout: 60_000 })
})

test('in a narrow window the page covers the conversation', async () => {
  const card = await openDocument('narrow.pdf', makePdf({ pages: plainPages(1) }))
  await fact('Fact 1.1').waitFor()
  await app.electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().endsWith('app/index.html'),
    )
    window?.setContentSize(640, 700)
  })
  await expect.poll(async () => (await pane().boundingBox())?.width).toBe(640)
  await expect.poll(() => app.page.getByRole('main').evaluate((main) => main.hasAttribute('inert'))).toBe(true)
  await frame(1).waitFor()
  await app.page.keyboard.press('Escape')
  await pane().waitFor({ state: 'hidden' })
  expect(await card.evaluate((element) => element === document.activeElement)).toBe(true)
})
