import type { Page } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { App } from './app.js'

const app = App.ofFile()

const narrow = { width: 640, height: 480 }
const wide = { width: 1100, height: 760 }

async function resize({ width, height }: typeof narrow): Promise<void> {
  await app.electron.evaluate(
    ({ BrowserWindow }, size) => {
      const window = BrowserWindow.getAllWindows().find(({ webContents }) =>
        webContents.getURL().endsWith('index.html'),
      )
      window?.setContentSize(size.width, size.height)
    },
    { width, height },
  )
  await expect.poll(() => app.page.evaluate(() => innerWidth)).toBe(width)
}

/** The visible words of a window with the size of their letters, in CSS pixels. */
const sizes = (page: Page) =>
  page.evaluate(() => {
    const found: Record<string, number> = {}
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const words = [...element.childNodes]
        .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent)
      const text = words.join('').trim() || (element as HTMLInputElement).placeholder
      // A tip repeats the words of its button, in small letters.
      if (text && !element.closest('.tip') && element.checkVisibility({ visibilityProperty: true }))
        found[text] = Number.parseFloat(getComputedStyle(element).fontSize)
    }
    return found
  })

/** What does not fit: elements that are wider than the window, or than a box that cuts them off without an ellipsis. */
const overflows = (page: Page) =>
  page.evaluate(async () => {
    // A panel that opens is not in its place before its first frame.
    while (document.querySelector('[data-starting-style]')) await new Promise(requestAnimationFrame)
    const found: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      if (
        !element.checkVisibility({ visibilityProperty: true }) ||
        element.closest('.hidden, svg, input, .md-table, pre')
      )
        continue
      const { overflowX, textOverflow, webkitLineClamp } = getComputedStyle(element)
      const isCut = overflowX !== 'visible' && textOverflow !== 'ellipsis' && webkitLineClamp === 'none'
      const { left, right, width } = element.getBoundingClientRect()
      const isWide = width > 0 && (left < -1 || right > innerWidth + 1)
      const name = `<${element.tagName.toLowerCase()} class="${element.className}">`
      if (isWide) found.push(`${name} reaches from ${left} to ${right}`)
      else if (isCut && element.scrollWidth > element.clientWidth + 1) found.push(`${name} is cut off`)
    }
    return found
  })

async function setScale(percent: 100 | 150): Promise<void> {
  await app.menu('Actual Size')
  for (let step = 100; step < percent; step += 10) await app.menu('Larger Text')
  await expect.poll(() => app.request('loadView').then(({ textScale }) => textScale)).toBe(percent)
}

/** Opens one place of the app after another, and calls `look` in each. */
async function visit(look: (page: Page, place: string) => Promise<void>): Promise<void> {
  const { page } = app
  const isNarrow = await page.evaluate(() => innerWidth < 760)
  const inDialog = async (name: string, open: () => Promise<void>) => {
    await open()
    await page.getByRole('dialog', { name }).waitFor()
    await look(page, name)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name }).waitFor({ state: 'hidden' })
  }
  await app.menu('New Chat')
  await page.getByText('What are you working on?').waitFor()
  await look(page, 'first screen')

  if (isNarrow) await app.button('Show sidebar').click()
  await page.getByRole('searchbox').fill('reading')
  await page.locator('mark').first().waitFor()
  await look(page, 'search')
  await page.getByRole('searchbox').fill('')
  await app.button('Trash').click()
  await look(page, 'trash')
  await app.button('Trash').click()
  await app.conversations.first().getByRole('button').click()

  const question = app.questions.last()
  await question.hover()
  await question.getByRole('button', { name: 'Edit', exact: true }).click()
  await look(page, 'edited message')
  await page.keyboard.press('Escape')
  await app.menu('Rename…')
  await look(page, 'rename')
  await page.keyboard.press('Escape')
  await app.menu('Choose a Model')
  await page.getByRole('menu').waitFor()
  await look(page, 'menu')
  await page.keyboard.press('Escape')
  await inDialog('Statistics', () => app.replies.last().getByRole('button', { name: 'Statistics' }).click())
  await inDialog('Conversation settings', () => app.menu('Conversation Settings…'))
  await inDialog('Prompt', () => app.menu('Show Prompt'))

  const settings = await app.openSettings()
  for (const tab of await settings.getByRole('tab').all()) {
    const name = await tab.innerText()
    await tab.click()
    await settings.getByRole('tabpanel', { name }).waitFor()
    await look(settings, `Settings, ${name}`)
  }
  const closed = settings.waitForEvent('close')
  await app.request('closeSettings')
  await closed
}

beforeAll(async () => {
  // A panel that slides in does not fit yet.
  await app.page.emulateMedia({ reducedMotion: 'reduce' })
  await app.limitReplies(12)
  await app.ask('Is the reading room of the library open on a Sunday in the middle of August?')
})

test('Larger Text makes every word larger, in each window', async () => {
  await resize(wide)
  const before = new Map<string, number>()
  await setScale(100)
  await visit(async (page, place) => {
    for (const [text, size] of Object.entries(await sizes(page))) before.set(`${place}: ${text}`, size)
  })
  expect(before.size).toBeGreaterThan(100)
  await setScale(150)
  const small: string[] = []
  await visit(async (page, place) => {
    for (const [text, size] of Object.entries(await sizes(page))) {
      const old = before.get(`${place}: ${text}`)
      if (old !== undefined && size / old < 1.49) small.push(`${place}: ${text} (${old} to ${size})`)
    }
  })
  expect(small).toEqual([])
})

test('the largest text fits into the narrowest window and the narrowest sidebar', async () => {
  await resize(wide)
  await app.page.getByRole('separator', { name: 'Sidebar width' }).press('Home')
  await resize(narrow)
  await setScale(150)
  const wrong: string[] = []
  await visit(async (page, place) => {
    for (const fault of await overflows(page)) wrong.push(`${place}: ${fault}`)
  })
  expect(wrong).toEqual([])
})

test('an open Settings window follows', async () => {
  await setScale(100)
  const settings = await app.openSettings()
  const size = () =>
    settings.getByRole('tab', { name: 'General' }).evaluate((tab) => Number.parseFloat(getComputedStyle(tab).fontSize))
  const before = await size()
  await setScale(150)
  await expect.poll(size).toBe(1.5 * before)
})
