import type { Page } from 'playwright'
import { beforeAll, expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App } from './app.js'

const app = App.ofFile()
let settings: Page

beforeAll(async () => {
  settings = await app.openSettings()
  await settings.getByRole('tab', { name: 'Privacy & network' }).click()
})

test('a request that was stopped is in the list at once, by its host and without its path', async () => {
  const attempts = settings.getByRole('region', { name: 'Attempts' })
  // A window of main's own, because the policy of our pages stops a request before main sees it.
  await app.electron.evaluate(async ({ BrowserWindow }) => {
    const window = new BrowserWindow({ show: false })
    await window.loadURL('https://way-out.example/what-I-wrote').catch(() => undefined)
    window.destroy()
  })
  await attempts.getByText('way-out.example stopped').first().waitFor()
  expect(await attempts.textContent()).not.toContain('what-I-wrote')
})

test('the switch is stored, and Reset Settings brings back what a new installation has, and keeps conversations', async () => {
  await app.request('sendMessage', null, 'Hello')
  await settings.getByRole('checkbox', { name: 'Parley may use the network' }).uncheck()
  await expect.poll(async () => (await app.request('getSettings')).network).toBe(false)
  await app.electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = (async ({ buttons = [] }: Electron.MessageBoxOptions) => ({
      response: buttons.indexOf('Reset'),
      checkboxChecked: false,
    })) as typeof dialog.showMessageBox
  })
  await settings.getByRole('tab', { name: 'Advanced' }).click()
  await settings.getByRole('button', { name: 'Reset Settings…' }).click()
  await settings.getByText('All settings are reset').waitFor()
  expect(await app.request('getSettings')).toEqual(initialSettings)
  await settings.getByRole('tab', { name: 'Privacy & network' }).click()
  expect(await settings.getByRole('checkbox', { name: 'Parley may use the network' }).isChecked()).toBe(true)
  expect(await app.request('listConversations')).toHaveLength(1)
})
