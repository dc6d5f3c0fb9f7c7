import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Settings } from '../contract/settings.js'
import { App, newHome, ownWindow, removeHome, repository } from './app.js'
import { pressKeysIn } from './press-keys.js'
import { testWith } from './test-with.js'

let home: string
let app: App
let settings: Page

beforeAll(async () => {
  home = newHome()
  app = await App.launch(home)
})

beforeEach(async () => {
  settings = await app.openSettings()
})

afterAll(async () => {
  await app.quit()
  removeHome(home)
})

/** The app's windows in main, the front one first. */
const windows = () =>
  app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .filter((window) => window.webContents.getURL().startsWith('parley://app/'))
      .map((window) => ({ title: window.getTitle(), isFocused: window.isFocused(), ...window.getContentBounds() }))
      .sort((a, b) => Number(b.isFocused) - Number(a.isFocused)),
  )
const inFront = async () => (await windows()).find(({ isFocused }) => isFocused)?.title
const focusMain = () =>
  app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.webContents.getURL().endsWith('/index.html'))
      ?.focus(),
  )
const press = async (page: Page, key: string) => {
  const gone = page.waitForEvent('close')
  // The window may close before Playwright has released the key.
  await page.keyboard.press(key).catch(() => {})
  await gone
}
const saved = () => JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8')) as Settings
const tab = (name: string) => settings.getByRole('tab', { name })
const button = (name: string) => settings.getByRole('button', { name, exact: true })
const field = (name: string) => settings.getByRole('textbox', { name })
const effort = (page: Page, name: string) =>
  page.getByRole('main').getByRole('radiogroup', { name: 'Effort' }).getByRole('radio', { name })

test('there is only one Settings window: a second ⌘, brings it to the front', async () => {
  await expect.poll(inFront).toBe('Settings')
  await focusMain()
  await expect.poll(inFront).toBe('Parley')
  await app.electron.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getFocusedWindow() as Electron.BrowserWindow
    for (const type of ['keyDown', 'keyUp'] as const) {
      webContents.sendInputEvent({
        type,
        keyCode: ',',
        modifiers: [process.platform === 'darwin' ? 'meta' : 'control'],
      })
    }
  })
  await expect.poll(inFront).toBe('Settings')
  expect(await windows()).toHaveLength(2)
})

test('Escape closes it, and it opens again in the same place with the first pane', async () => {
  await tab('Replies').click()
  await expect.poll(inFront).toBe('Settings')
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.setPosition(123, 45))
  const before = await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.getPosition())
  await press(settings, 'Escape')
  await expect.poll(windows).toHaveLength(1)
  settings = await app.openSettings()
  await expect.poll(() => tab('General').getAttribute('aria-selected')).toBe('true')
  await expect.poll(inFront).toBe('Settings')
  const after = () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.getPosition())
  await expect.poll(after).toEqual(before)
})

test('it opens with the focus on the tab of its pane', async () => {
  await press(settings, 'Escape')
  settings = await app.openSettings()
  await expect.poll(() => settings.evaluate(() => document.activeElement?.textContent)).toBe('General')
})

test('it opens again if it is requested while it closes', async () => {
  const gone = settings.waitForEvent('close')
  await app.electron.evaluate(({ BrowserWindow, Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? [])
    BrowserWindow.getFocusedWindow()?.close()
    items?.find((item) => item.label === 'Settings…')?.click()
  })
  await gone
  await ownWindow(app.electron, 'settings.html')
  await expect.poll(inFront).toBe('Settings')
  expect(await windows()).toHaveLength(2)
})

test('it is hidden until it has its height', async () => {
  await press(settings, 'Escape')
  const shown = app.electron.evaluate(
    ({ app: electronApp }) =>
      new Promise<number>((resolve) => {
        electronApp.once('browser-window-created', (_, window) => {
          window.once('show', () => resolve(window.getContentBounds().height))
        })
      }),
  )
  settings = await app.openSettings()
  expect((await windows()).find(({ title }) => title === 'Settings')?.height).toBe(await shown)
})

test('it has the height of its pane, also while a field shows an error', async () => {
  const height = async () => (await windows()).find(({ title }) => title === 'Settings')?.height
  const overflow = () => settings.evaluate(() => document.body.scrollHeight - document.body.clientHeight)
  /** Height of the page's content, even if the window does not have it yet. */
  const paneHeight = () =>
    settings.getByRole('main').evaluate((main) => Math.ceil(main.parentElement?.getBoundingClientRect().height ?? 0))
  await tab('Presets').click()
  await settings.getByRole('tabpanel', { name: 'Presets' }).waitFor()
  const low = await paneHeight()
  await expect.poll(height).toBe(low)
  await tab('Replies').click()
  await field('Temperature').waitFor()
  // Correct from the start: a window that is briefly too low must not change the pane.
  const before = await paneHeight()
  expect(before).toBeGreaterThan(low)
  await expect.poll(height).toBe(before)
  await expect.poll(overflow).toBe(0)
  expect(await paneHeight()).toBe(before)
  await field('Temperature').fill('9')
  await settings.getByText('A number from 0 to 2, or nothing.').waitFor()
  const high = await paneHeight()
  expect(high).toBeGreaterThan(before)
  await expect.poll(height).toBe(high)
  await expect.poll(overflow).toBe(0)
  await field('Temperature').fill('')
  await expect.poll(height).toBe(before)
})

testWith('effort')('a new default applies at once to an empty conversation, but not to an existing one', async () => {
  await app.ask('Hello')
  await tab('Replies').click()
  await effort(settings, 'High').click()
  await expect.poll(() => saved().defaults.effort).toBe('high')
  expect(await effort(app.page, 'Medium').isChecked()).toBe(true)
  await app.button('New chat').click()
  await expect.poll(() => effort(app.page, 'High').isChecked()).toBe(true)
  await effort(settings, 'Low').click()
  await expect.poll(() => effort(app.page, 'Low').isChecked()).toBe(true)
})

test('text that is typed just before the window closes is kept', async () => {
  await tab('Replies').click()
  await field('Instructions').fill('Answer in rhymes.')
  await press(settings, 'Escape')
  settings = await app.openSettings()
  await tab('Replies').click()
  await expect.poll(() => field('Instructions').inputValue()).toBe('Answer in rhymes.')
})

test.each(['Escape', 'Control+W'])('text typed without a pause before %s closes the window is saved', async (close) => {
  await tab('Replies').click()
  for (const words of ['Be kind', 'Be brief', 'Answer in rhymes.']) {
    await field('Instructions').fill('')
    await field('Instructions').focus()
    const gone = settings.waitForEvent('close')
    await pressKeysIn('settings.html', app, `text:${words}`, close)
    await gone
    await expect.poll(() => saved().defaults.instructions).toBe(words)
    settings = await app.openSettings()
    await tab('Replies').click()
  }
})

testWith('effort')('presets of the main window can be made the default, renamed and deleted here', async () => {
  await app.button('Conversation settings').click()
  await app.button('Presets').click()
  await app.page.getByRole('menuitem', { name: 'Save as preset…' }).click()
  await app.page.getByRole('textbox', { name: 'Preset name' }).fill('Poet')
  await app.page.keyboard.press('Enter')
  await app.page.getByText('Saved as “Poet”').waitFor()
  await app.page.keyboard.press('Escape')
  await tab('Replies').click()
  await button('Restore Parley’s own').click()
  await expect.poll(() => effort(settings, 'Medium').isChecked()).toBe(true)

  await tab('Presets').click()
  await settings.getByText('Low effort · “Answer in rhymes.”').waitFor()
  await button('Use as default: Poet').click()
  await button('Default: Poet').waitFor()
  await expect.poll(() => effort(app.page, 'Low').isChecked()).toBe(true)
  await settings.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).last().click()
  await button('Use as default: Poet').waitFor()
  await expect.poll(() => effort(app.page, 'Medium').isChecked()).toBe(true)

  await button('Rename Poet').click()
  await settings.getByRole('textbox', { name: 'Preset name' }).fill('Bard')
  await settings.keyboard.press('Enter')
  await expect.poll(() => button('Rename Bard').evaluate((element) => element === document.activeElement)).toBe(true)
  await button('Delete Bard').click()
  await settings.getByText('No presets yet').waitFor()
  await settings.getByText('“Bard” is deleted').waitFor()
  await tab('Presets').press('ControlOrMeta+z')
  await button('Delete Bard').waitFor()

  await button('Save the defaults as a preset…').click()
  await settings.getByRole('textbox', { name: 'Preset name' }).fill('Plain')
  await settings.keyboard.press('Enter')
  await button('Default: Plain').waitFor()
})

test('a failed save is reported in this window, which then shows the saved settings', async () => {
  const aside = `${home}.aside`
  renameSync(home, aside)
  await tab('Replies').click()
  await effort(settings, 'High').click()
  await settings.getByText('The settings could not be saved. Nothing has changed.').waitFor()
  await expect.poll(() => effort(settings, 'Medium').isChecked()).toBe(true)
  await field('Seed').fill('7')
  await expect.poll(() => field('Seed').inputValue()).toBe('')
  renameSync(aside, home)
  await effort(settings, 'High').click()
  await expect.poll(() => saved().defaults.effort).toBe('high')
  await expect.poll(() => effort(settings, 'High').isChecked()).toBe(true)
})

test('while it is in front, Move to Trash is disabled in the menu', async () => {
  const isEnabled = (label: string) =>
    app.electron.evaluate(
      ({ Menu }, wanted) =>
        Menu.getApplicationMenu()
          ?.items.flatMap((item) => item.submenu?.items ?? [])
          .find((item) => item.label === wanted)?.enabled,
      label,
    )
  await expect.poll(() => isEnabled('Move to Trash')).toBe(false)
  expect(await isEnabled('New Chat')).toBe(true)
  await focusMain()
  await expect.poll(() => isEnabled('Move to Trash')).toBe(true)
})

test('it does not load the code of the transcript', async () => {
  const loadedBy = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLScriptElement | HTMLLinkElement>('script, link')].map((element) =>
        'src' in element ? element.src : element.href,
      ),
    )
  const textOf = (addresses: readonly string[]) =>
    addresses
      .map((address) => readFileSync(join(repository, 'out', 'app', 'renderer', new URL(address).pathname), 'utf8'))
      .join('\n')
  const mark = 'Message Parley' // the composer's
  expect(textOf(await loadedBy(app.page))).toContain(mark)
  expect(textOf(await loadedBy(settings))).not.toContain(mark)
})

test('the main window can close and open again while Settings is open', async () => {
  await app.ask('Hello')
  const gone = app.page.waitForEvent('close')
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.webContents.getURL().endsWith('/index.html'))
      ?.close(),
  )
  await gone
  // The page closes shortly before its window.
  await expect.poll(async () => (await windows()).map(({ title }) => title)).toEqual(['Settings'])
  await app.menu('New Chat')
  const main = await ownWindow(app.electron, 'index.html')
  await main.getByText('What are you working on?').waitFor()
  expect(await windows()).toHaveLength(2)
  await main.getByRole('navigation', { name: 'Conversations' }).getByRole('button', { name: 'Hello' }).first().click()
  await expect.poll(() => main.title()).toBe('Hello')
})

test('a change survives SIGKILL', async () => {
  await tab('General').click()
  await settings.getByRole('checkbox', { name: 'The model writes titles' }).uncheck()
  await expect.poll(() => saved().writesTitles).toBe(false)
  await app.kill()
  app = await App.launch(home)
  settings = await app.openSettings()
  const box = settings.getByRole('checkbox', { name: 'The model writes titles' })
  await expect.poll(() => box.isChecked()).toBe(false)
})

test('quitting closes both windows and keeps the text that is being typed', async () => {
  await tab('Replies').click()
  await field('Instructions').fill('Be brief.')
  await app.quit()
  expect(saved().defaults.instructions).toBe('Be brief.')
  app = await App.launch(home)
  // The main window, whose title is the conversation.
  await expect.poll(async () => (await windows()).map(({ title }) => title)).toEqual(['Hello'])
})
