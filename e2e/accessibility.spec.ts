import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App, longQuestion } from './app.js'

const app = App.ofFile()

/** All that a theme or another look changes for axe. */
const rulesOfColour = ['color-contrast', 'link-in-text-block']

/** Returns the violations that axe finds, one line each, so that a failure says what to fix. */
async function violations(page = app.page, rules?: string[]): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const { violations: found } = await (rules ? axe.withRules(rules) : axe).analyze()
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`))
}

/** Like `violations`, of what is shown now, in light and in dark. */
async function violationsInBothThemes(page = app.page): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  const dark = await violations(page, rulesOfColour)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  return [...(await violations(page)), ...dark.map((line) => `dark: ${line}`)]
}

test('an empty conversation has no accessibility violations', async () => {
  expect(await violationsInBothThemes()).toEqual([])
})

test('a conversation has no accessibility violations', async () => {
  await app.ask('Show me a small table')
  expect(await violationsInBothThemes()).toEqual([])
})

const everyBlock = [
  '# A heading\n\nWords with `code`, [a link](https://example.org), $x^2$ and a note[^1].',
  '## Another\n\n- [x] Done\n- [ ] To do\n\n1. One\n2. Two',
  '```\nunnamed\n```\n\n```python\nprint(1)\n```',
  '| a | b |\n|---|---|\n| 1 | 2 |\n\n> A quote\n\n[^1]: A footnote',
].join('\n\n')

/** Different ways to look at the window, each of which must take nothing away. */
const looks = {
  'forced colours': { forcedColors: 'active' },
  'more contrast': { contrast: 'more' },
  '200 % zoom': {},
} as const

test('every kind of block has no accessibility violations, in both themes, forced colours, more contrast and 200 % zoom', async () => {
  const { page } = app
  const question = app.questions.last()
  await question.hover()
  await question.getByRole('button', { name: 'Edit', exact: true }).click()
  await question.getByRole('textbox').fill(`${everyBlock}\n\n${'A line of a long message.\n'.repeat(20)}`)
  await question.getByRole('button', { name: 'Send', exact: true }).click()
  await app.button('Stop').waitFor({ state: 'hidden' })
  const reply = app.replies.last()
  await reply.hover()
  await reply.getByRole('button', { name: 'Edit', exact: true }).click()
  await reply.getByRole('textbox').fill(everyBlock)
  await reply.getByRole('button', { name: 'Save', exact: true }).click()
  await reply.getByRole('heading', { name: 'Another' }).waitFor()
  const none = {
    colorScheme: 'light',
    forcedColors: 'none',
    contrast: 'no-preference',
    reducedMotion: 'reduce',
  } as const
  const found = [...(await violationsInBothThemes())]
  for (const [name, media] of Object.entries(looks)) {
    await page.emulateMedia({ ...none, ...media })
    await setZoom(name === '200 % zoom' ? 2 : 1)
    for (const fault of await violations()) found.push(`${name}: ${fault}`)
  }
  await setZoom(1)
  await page.emulateMedia(none)
  expect(found).toEqual([])
})

const setZoom = (factor: number) =>
  app.electron.evaluate(({ BrowserWindow }, zoom) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) webContents.setZoomFactor(zoom)
  }, factor)

test('VoiceOver goes from message to message by their headings, and finds those of a reply below them', async () => {
  const levels = await app.transcript.evaluate((log) =>
    [...log.querySelectorAll('h1, h2, h3, h4')]
      .slice(-5)
      .map((heading) => `${heading.localName} ${heading.textContent}`),
  )
  expect(levels).toEqual(['h3 A heading', 'h3 Another', 'h2 Assistant', 'h3 A heading', 'h3 Another'])
})

test('menus, popovers and panels over a conversation have no accessibility violations', async () => {
  const { page } = app
  const close = async (name: string) => {
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name }).waitFor({ state: 'hidden' })
  }
  const found: string[] = []
  // The reply before was edited, and has no statistics.
  await app.ask('Hello')
  await app.menu('Check Last Reply')
  await app.replies.last().getByRole('group', { name: 'Claims to check' }).waitFor()
  await app.replies.last().getByRole('button', { name: 'Statistics' }).click()
  await page.getByRole('dialog', { name: 'Statistics' }).waitFor()
  found.push(...(await violationsInBothThemes()))
  await close('Statistics')
  await app.button('Conversation settings').click()
  await page.getByRole('dialog', { name: 'Conversation settings' }).waitFor()
  found.push(...(await violationsInBothThemes()))
  await close('Conversation settings')
  await app.menu('Show Prompt')
  await page
    .getByRole('dialog', { name: 'Prompt' })
    .getByRole('img', { name: /marker$/ })
    .first()
    .waitFor()
  found.push(...(await violationsInBothThemes()))
  await close('Prompt')
  await app.menu('Compare Versions…')
  await page.getByRole('dialog', { name: 'Compare versions' }).waitFor()
  found.push(...(await violationsInBothThemes()))
  await close('Compare versions')
  await app.menu('What’s New')
  await page.getByRole('dialog', { name: 'What’s New in Parley' }).waitFor()
  found.push(...(await violationsInBothThemes()))
  await close('What’s New in Parley')
  await app.menu('Tasks…')
  await app.button('Write a text').click()
  await page.getByRole('dialog', { name: 'Write a text' }).waitFor()
  found.push(...(await violationsInBothThemes()))
  await close('Write a text')
  await app.menu('Find…')
  await page.getByRole('searchbox', { name: 'Find in conversation' }).fill('a')
  found.push(...(await violationsInBothThemes()))
  await page.keyboard.press('Escape')
  await app.menu('Commands…')
  await page.getByRole('dialog', { name: 'Commands' }).getByRole('option').first().waitFor()
  found.push(...(await violationsInBothThemes()))
  await close('Commands')
  await page.getByRole('button', { name: /of the context$/ }).click()
  await page.getByRole('dialog', { name: 'Context' }).waitFor()
  found.push(...(await violationsInBothThemes()))
  await close('Context')
  await app.questions.last().getByRole('button', { name: 'Edit' }).click()
  await app.composer.fill(longQuestion.repeat(9))
  await page.getByText(/tokens too long/).waitFor()
  found.push(...(await violationsInBothThemes()))
  await app.composer.fill('')
  await app.button('Cancel').click()
  expect(found).toEqual([])
})

test('every pane of Settings has no accessibility violations', async () => {
  await app.request('savePreset', 'Poet', initialSettings.defaults)
  const page = await app.openSettings()
  const found: string[] = []
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click()
    await page.getByRole('tabpanel', { name: await tab.innerText() }).waitFor()
    found.push(...(await violationsInBothThemes(page)))
  }
  await page.getByRole('tab', { name: 'Replies' }).click()
  await page.getByRole('textbox', { name: 'Top-p' }).fill('2')
  await page.getByRole('alert').waitFor()
  found.push(...(await violationsInBothThemes(page)))
  expect(found).toEqual([])
})

test('a panel takes the focus when it opens, and leaves no tooltip behind when it closes', async () => {
  const { page } = app
  await app.menu('Show Prompt')
  const panel = page.getByRole('dialog', { name: 'Prompt' })
  await panel
    .getByRole('img', { name: /marker$/ })
    .first()
    .waitFor()
  await expect.poll(() => panel.evaluate((element) => element === document.activeElement)).toBe(true)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  expect(await panel.getByRole('button', { name: 'Close' }).evaluate((it) => it === document.activeElement)).toBe(true)
  await page.locator('.tip').getByText('Close').waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'hidden' })
  await page.locator('.tip').waitFor({ state: 'detached' })
})

test('the keyboard moves the divider of the sidebar, and the divider shows the focus', async () => {
  const divider = app.page.getByRole('separator', { name: 'Sidebar width' })
  const width = async () => Number(await divider.getAttribute('aria-valuenow'))
  await divider.focus()
  for (const [key, expected] of [
    ['Home', 200],
    ['ArrowRight', 210],
    ['End', 360],
    ['ArrowLeft', 350],
  ] as const) {
    await app.page.keyboard.press(key)
    await expect.poll(width, { message: key }).toBe(expected)
  }
  expect(await divider.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid')
})

test('the keyboard alone starts a conversation, continues it and opens an older one', async () => {
  const { page } = app
  await app.menu('New Chat')
  await app.page.getByText('What are you working on?').waitFor()
  await page.keyboard.type('Hello')
  await page.keyboard.press('Enter')
  await app.replies.first().waitFor()
  await app.button('Stop').waitFor({ state: 'hidden' })
  const before = await app.questions.first().innerText()
  await app.menu('Next')
  await expect.poll(() => app.questions.first().innerText()).not.toBe(before)
})
