import { _electron } from 'playwright'
import { expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App, launchInfo, newHome, ownWindow, removeHome } from './app.js'

const withAnswer = { PARLEY_TEST_LOCK: 'fail' }

const isEnabled = (app: App, label: string) =>
  app.electron.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? [])
    return items?.find((item) => item.label === wanted)?.enabled
  }, label)

test('a locked app shows and tells nothing, keeps what was typed, and starts locked', async () => {
  const home = newHome()
  const app = await App.launch(home, withAnswer)
  const answer = (given: 'pass' | 'fail') =>
    app.electron.evaluate((_, value) => void Object.assign(process.env, { PARLEY_TEST_LOCK: value }), given)
  const titles = () =>
    app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getTitle()))
  const settings = await app.openSettings()
  await settings.getByRole('tab', { name: 'Privacy & network' }).click()
  const box = settings.getByRole('checkbox', { name: 'Ask for Touch ID' })

  await box.click()
  await settings.getByText('The lock is still off').waitFor()
  await expect.poll(() => box.isChecked()).toBe(false)
  await answer('pass')
  await box.click()
  await settings.getByRole('combobox', { name: 'Locks' }).waitFor()
  await answer('fail')

  await app.waitForEngine()
  await app.limitReplies(20)
  await app.ask('What does a heron eat?')
  await app.page.getByRole('heading', { level: 1, name: 'What does a heron eat?' }).waitFor()
  await expect.poll(titles).toContain('What does a heron eat?')
  await app.composer.fill('A question that is not sent yet')

  // As macOS tells when its screen locks.
  await app.electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'))
  await app.page.getByRole('heading', { name: 'Parley is locked' }).waitFor()
  await expect.poll(() => settings.isClosed()).toBe(true)
  expect(await app.page.content()).not.toContain('heron')
  await expect.poll(titles).toEqual(['Parley'])
  await expect(app.request('listConversations')).rejects.toMatchObject({ code: 'locked' })
  await expect(app.request('saveSettings', initialSettings)).rejects.toMatchObject({ code: 'locked' })

  // Not by its history, a reload, another window or the quick entry.
  await app.page.goBack().catch(() => null)
  await app.page.reload()
  await app.menu('New Window')
  await app.menu('Quick Entry')
  await app.page.getByRole('heading', { name: 'Parley is locked' }).waitFor()
  expect(app.electron.windows()).toHaveLength(1)
  expect(await isEnabled(app, 'New Window')).toBe(false)

  await app.button('Unlock').press('Enter')
  await app.page.getByText('You were not recognized').waitFor()
  await answer('pass')
  await app.button('Unlock').click()
  await app.page.getByRole('heading', { level: 1, name: 'What does a heron eat?' }).waitFor()
  await expect.poll(() => app.composer.inputValue()).toBe('A question that is not sent yet')
  expect(await isEnabled(app, 'New Window')).toBe(true)
  await app.quit()

  const { executable, args, env } = launchInfo()
  const electron = await _electron.launch({
    executablePath: executable,
    args: [...args],
    chromiumSandbox: true,
    env: { ...(process.env as Record<string, string>), ...env, ...withAnswer, PARLEY_HOME: home },
  })
  try {
    const page = await ownWindow(electron, 'locked.html')
    await page.getByRole('button', { name: 'Unlock' }).waitFor()
    await electron.evaluate(() => void Object.assign(process.env, { PARLEY_TEST_LOCK: 'pass' }))
    await page.getByRole('button', { name: 'Unlock' }).click()
    await page.getByRole('heading', { level: 1, name: 'What does a heron eat?' }).waitFor()
  } finally {
    await electron.close()
    removeHome(home)
  }
})
