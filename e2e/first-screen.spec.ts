import { expect, test } from 'vitest'
import { App } from './app.js'

const app = App.ofFile()

test('a window with nothing to do sets no timers', async () => {
  await app.page.getByRole('meter', { name: 'Context used' }).waitFor()
  const countTimers = () =>
    app.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const { setTimeout: original } = window
          let count = 0
          window.setTimeout = ((...args: Parameters<typeof original>) => {
            count++
            return original(...args)
          }) as typeof original
          original(() => {
            window.setTimeout = original
            resolve(count)
          }, 1_000)
        }),
    )
  // What belongs to the start ends.
  await expect.poll(countTimers).toBe(0)
})

test('the first screen says once that everything stays on the computer, and an edited message is sent', async () => {
  await app.page.getByText('What are you working on?').waitFor()
  const count = async () => (await app.page.locator('body').innerText()).match(/Everything stays on this/g)?.length
  expect(await count()).toBe(1)
  await app.limitReplies(40)
  await app.ask('Hello')
  const question = app.questions.first()
  await question.getByRole('button', { name: 'Edit' }).click()
  await app.page.getByRole('textbox', { name: 'Text to edit' }).fill('Good morning')
  expect(await question.getByRole('button', { name: 'Save' }).count()).toBe(0)
  // Both buttons have this name, so that their groups say which one is which.
  for (const group of ['Edit', 'New message'])
    expect(
      await app.page.getByRole('group', { name: group }).getByRole('button', { name: 'Send', exact: true }).count(),
    ).toBe(1)
  await question.getByRole('button', { name: 'Send', exact: true }).click()
  await question.getByText('2 of 2').waitFor()
  await app.button('Stop').waitFor({ state: 'hidden' })
  await app.replies.first().getByRole('button', { name: 'Edit' }).click()
  await app.replies.first().getByRole('button', { name: 'Save', exact: true }).waitFor()
})

test('also before a model is loaded', async () => {
  for (const { id } of await app.request('listConversations')) await app.request('trashConversation', id)
  await app.request('unloadModel')
  await app.button('New chat').click()
  await app.page.getByText('What are you working on?').waitFor()
  await app.page.reload()
  await app.page.getByText('What are you working on?').waitFor()
  expect((await app.page.locator('body').innerText()).match(/Everything stays on this/g)).toHaveLength(1)
})

test('the main window is shown with its content', async () => {
  await app.openSettings() // keeps the app open
  const { drawnAt, shownAt } = await app.electron.evaluate(async ({ app: electronApp, BrowserWindow }) => {
    const isMain = ({ webContents }: Electron.BrowserWindow) => webContents.getURL().endsWith('index.html')
    const before = BrowserWindow.getAllWindows().find(isMain)
    await new Promise<void>((resolve) => {
      before?.once('closed', resolve)
      before?.close()
    })
    const made = new Promise<Electron.BrowserWindow>((resolve) =>
      electronApp.once('browser-window-created', (_, window) => resolve(window)),
    )
    electronApp.emit('second-instance')
    const window = await made
    const shown = await new Promise<number>((resolve) => window.once('show', () => resolve(Date.now())))
    const drawn = await window.webContents.executeJavaScript(
      `performance.timeOrigin + performance.getEntriesByType('navigation')[0].domContentLoadedEventStart`,
    )
    return { drawnAt: Number(drawn), shownAt: shown }
  })
  // The page draws its content in its script, which ends before this event. Both clocks are rounded.
  expect(drawnAt).toBeLessThanOrEqual(shownAt + 2)
})
