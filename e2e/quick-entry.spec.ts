import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App, newHome, removeHome } from './app.js'

const app = App.ofFile()

const isRegistered = (keys: string) =>
  app.electron.evaluate(({ globalShortcut }, accelerator) => globalShortcut.isRegistered(accelerator), keys)

const quickWindow = () => app.electron.windows().find((page) => page.url().endsWith('quick.html'))

const isVisible = (page: Page) =>
  app.electron.evaluate(({ BrowserWindow }, url) => {
    const window = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.getURL() === url)
    return window?.isVisible() ?? false
  }, page.url())

async function open(): Promise<Page> {
  await app.menu('Quick Entry')
  await expect.poll(quickWindow).toBeDefined()
  const page = quickWindow() as Page
  await expect.poll(() => isVisible(page)).toBe(true)
  return page
}

test('its keys are off until they are chosen, and another choice gives the former ones back', async () => {
  expect(await isRegistered('Control+Alt+Space')).toBe(false)
  await app.request('saveSettings', { ...initialSettings, quickEntry: 'Control+Alt+Space' })
  expect(await isRegistered('Control+Alt+Space')).toBe(true)
  await app.request('saveSettings', { ...initialSettings, quickEntry: 'Shift+Alt+Space' })
  expect(await isRegistered('Control+Alt+Space')).toBe(false)
  expect(await isRegistered('Shift+Alt+Space')).toBe(true)
  await app.request('saveSettings', initialSettings)
  expect(await isRegistered('Shift+Alt+Space')).toBe(false)
})

test('a question begins a conversation in the main window, whose own draft stays', async () => {
  await app.composer.fill('A draft that waits')
  const page = await open()
  const field = page.getByRole('textbox', { name: 'Message' })
  await field.fill('What is a heron?')
  await page.keyboard.press('Escape')
  await expect.poll(() => isVisible(page)).toBe(false)

  await open()
  expect(await field.inputValue()).toBe('What is a heron?')
  await field.press('Enter')
  await expect.poll(() => isVisible(page)).toBe(false)
  await app.replies.last().waitFor()
  await app.page.getByRole('article').filter({ hasText: 'What is a heron?' }).waitFor()
  expect(await field.inputValue()).toBe('')

  await app.button('New chat').click()
  await expect.poll(() => app.composer.inputValue()).toBe('A draft that waits')
})

/** macOS lets several apps have the same keys. */
const linuxTest = process.platform === 'linux' ? test : () => {}

linuxTest(
  'keys that another app has are named at the start, refused when chosen, and keep nothing else from being saved',
  async () => {
    await app.request('saveSettings', { ...initialSettings, quickEntry: 'Control+Alt+Space' })
    const home = newHome()
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ ...initialSettings, quickEntry: 'Control+Alt+Space' }))
    const other = await App.launch(home)
    try {
      await other.page.getByText('Quick entry: Control-Option-Space belongs to another app').waitFor()
      const settings = await other.request('getSettings')
      await other.request('saveSettings', { ...settings, writesTitles: false })
      expect((await other.request('getSettings')).writesTitles).toBe(false)
      await other.request('saveSettings', { ...settings, quickEntry: 'off' })
      await expect(other.request('saveSettings', { ...settings, quickEntry: 'Control+Alt+Space' })).rejects.toThrow(
        'belongs to another app',
      )
      expect((await other.request('getSettings')).quickEntry).toBe('off')
    } finally {
      await other.quit()
      removeHome(home)
      await app.request('saveSettings', initialSettings)
    }
  },
)
