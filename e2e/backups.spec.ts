import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { App } from './app.js'

const app = App.ofFile()
let settings: Page
const backups = () => settings.getByRole('list', { name: 'Backups' }).getByRole('listitem')
const button = (name: string | RegExp) => settings.getByRole('button', { name })

async function openPane(name: string): Promise<void> {
  settings = await app.openSettings()
  await settings.getByRole('tab', { name }).click()
}

/** Presses the button of this name in native dialogs, and keeps the app from starting itself: the test does. */
const answer = (name: string) =>
  app.electron.evaluate(({ app: electronApp, dialog }, wanted) => {
    electronApp.relaunch = () => {}
    dialog.showMessageBox = (async (...args: unknown[]) => {
      const options = args.at(-1) as Electron.MessageBoxOptions
      return { response: options.buttons?.indexOf(wanted) ?? 0, checkboxChecked: false }
    }) as typeof dialog.showMessageBox
  }, name)

/** Does what makes the app quit, and starts it again. */
async function throughRestart(act: () => Promise<void>): Promise<void> {
  const gone = new Promise((resolve) => app.electron.process().once('exit', resolve))
  await act().catch(() => undefined) // the window may close under the click
  await gone
  await app.restart()
  await app.waitForEngine()
}

const titles = async () => (await app.request('listConversations')).map(({ title }) => title).sort()

test('a backup is made on request, is checked, says what it holds, and a conversation comes out of it', async () => {
  await app.limitReplies(10)
  await app.ask('The harbour master')
  await openPane('Backups')
  await button('Back Up Now').click()
  await settings.getByText('Everything is backed up').waitFor()
  await backups().filter({ hasText: '1 conversation, 2 messages' }).filter({ hasText: 'checked' }).waitFor()
  const [conversation] = await app.request('listConversations')
  await app.request('trashConversation', conversation?.id ?? '')
  await button(/^Look into/).click()
  const row = settings.getByRole('list', { name: 'Conversations in the backup' }).getByRole('listitem')
  await row.filter({ hasText: 'is in the Trash now' }).waitFor()
  const isFocused = (name: RegExp) =>
    expect.poll(() => settings.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')).toMatch(name)
  await isFocused(/^Search titles$/)
  await settings.keyboard.type('HARBOUR')
  await button('Bring back The harbour master').click()
  await row.filter({ hasText: 'is in Parley now' }).waitFor()
  expect(await titles()).toEqual(['The harbour master'])
  await app.conversations.filter({ hasText: 'The harbour master' }).waitFor()
  await button('Backups').click()
  await isFocused(/^Look into/)
})

test('a backup is restored whole after a question, and what was there before is kept among the backups', async () => {
  await app.ask('More of the harbour master')
  await app.button('New chat').click()
  await app.ask('A garden')
  await answer('Cancel')
  await button(/^Restore/).click()
  expect(await titles()).toEqual(['A garden', 'The harbour master'])
  await answer('Restore')
  await throughRestart(() => button(/^Restore/).click())
  await app.page.getByText(/The backup is restored: 1 conversation with 2 messages/).waitFor()
  expect(await titles()).toEqual(['The harbour master'])
  await openPane('Backups')
  const before = backups().filter({ hasText: 'before a backup was restored' })
  await before.filter({ hasText: '2 conversations, 6 messages' }).waitFor()
})

test('the app opens with a new conversation, or with the one that was open', async () => {
  await app.conversations.first().getByRole('button').click()
  await app.questions.first().waitFor()
  const settingsNow = await app.request('getSettings')
  await app.restart()
  await app.questions.first().waitFor()
  await app.request('saveSettings', { ...settingsNow, opensAtStart: 'new' })
  await app.restart()
  await app.conversations.first().waitFor()
  await app.button('Send').waitFor()
  expect(await app.questions.count()).toBe(0)
})

/** Every file of the data folder with this text in it. */
function filesWith(text: string, folder = app.home): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const kind = statSync(path, { throwIfNoEntry: false })
    if (kind?.isDirectory()) return filesWith(text, path)
    return kind?.isFile() && readFileSync(path).includes(text) ? [path] : []
  })
}

test('Delete all my data leaves no word of a conversation in any file, and says what remains', async () => {
  expect(filesWith('harbour').length).toBeGreaterThan(0)
  await openPane('Advanced')
  await answer('Cancel')
  await button('Delete All My Data…').click()
  expect(await titles()).toHaveLength(1)
  await answer('Delete All My Data')
  await throughRestart(() => button('Delete All My Data…').click())
  await app.page.getByText(/All your data is deleted/).waitFor()
  expect(await titles()).toEqual([])
  expect(filesWith('harbour')).toEqual([])
  expect(await app.request('listBackups')).toEqual([])
})
