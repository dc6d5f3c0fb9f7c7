import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { App } from './app.js'
import { chooseItem, openedMenu } from './native-menus.js'

const app = App.ofFile()
const folder = mkdtempSync(join(tmpdir(), 'parley-projects-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const settingsOf = async () => {
  await app.menu('Conversation Settings…')
  const panel = app.page.getByRole('dialog', { name: 'Conversation settings' })
  await panel.waitFor()
  return panel
}

test('a chat that begins in a folder has its project in the prompt, says so, and can set its own', async () => {
  await app.request('saveFolder', { id: 'harbour', name: 'Harbour' })
  const row = app.page.getByRole('navigation').getByRole('button', { name: 'Harbour' })
  await openedMenu(app, () => row.click({ button: 'right' }))
  await chooseItem(app, 'Project…')
  const dialog = app.page.getByRole('dialog', { name: 'Project “Harbour”' })
  await dialog.getByRole('textbox', { name: 'Instructions' }).fill('Name the clause 4711.')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })

  await openedMenu(app, () => row.click({ button: 'right' }))
  await chooseItem(app, 'New Chat Here')
  await app.page.getByRole('heading', { name: 'New conversation in Harbour' }).waitFor()
  await app.ask('When does the lease end?')
  const [conversation] = await app.request('listConversations')
  const id = conversation?.id ?? ''
  expect(conversation?.folderId).toBe('harbour')
  expect((await app.request('showPrompt', id)).text).toContain('Name the clause 4711.')

  const panel = await settingsOf()
  await panel.getByText('From Harbour: instructions').waitFor()
  await panel.getByRole('textbox', { name: 'Instructions' }).fill('My own words.')
  await panel.getByText('Set here instead: instructions').waitFor()
  expect((await app.request('showPrompt', id)).text).not.toContain('4711')
  await panel.getByRole('button', { name: 'Use the project’s' }).click()
  await panel.getByText('From Harbour: instructions').waitFor()
  expect((await app.request('showPrompt', id)).text).toContain('4711')
  await app.page.keyboard.press('Escape')

  await app.request('placeConversations', [id], { folderId: null })
  expect((await app.request('showPrompt', id)).text).not.toContain('4711')
})

test('a change of a project can be undone', async () => {
  const instructions = async () => (await app.request('listFolders'))[0]?.project?.settings.instructions
  expect(await instructions()).toBe('Name the clause 4711.')
  await app.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('undo')?.click())
  await expect.poll(instructions).toBeUndefined()
})

test('the documents of a project are asked in each of its conversations, shown there, counted, and gone with the folder', async () => {
  const file = join(folder, 'ferry.txt')
  writeFileSync(file, 'The ferry leaves at nine.')
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
  }, file)
  const row = app.page.getByRole('navigation').getByRole('button', { name: 'Harbour' })
  await openedMenu(app, () => row.click({ button: 'right' }))
  await chooseItem(app, 'Project…')
  const dialog = app.page.getByRole('dialog', { name: 'Project “Harbour”' })
  const added = dialog.getByRole('listitem', { name: 'ferry.txt' })
  await dialog.getByRole('button', { name: 'Add documents…' }).click()
  await added.waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })
  await expect.poll(async () => (await app.request('loadDraft')).documents).toEqual([])

  await openedMenu(app, () => row.click({ button: 'right' }))
  await chooseItem(app, 'Project…')
  await dialog.getByRole('button', { name: 'Add documents…' }).click()
  await added.and(app.page.locator('[data-state=read]')).waitFor()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })

  await openedMenu(app, () => row.click({ button: 'right' }))
  await chooseItem(app, 'New Chat Here')
  const lent = app.button('From Harbour: 1 document')
  await lent.click()
  await app.page.getByRole('list', { name: 'Documents from Harbour' }).getByText('ferry.txt').waitFor()
  const before = (await app.request('countContext', null, '', undefined, 'harbour'))?.pieces.documents
  expect(before).toBeGreaterThan(0)
  const reply = await app.ask('When does the ferry leave?')
  await reply
    .getByRole('list', { name: 'Pages looked at' })
    .getByText(/ferry\.txt|Looked/)
    .waitFor()
  const id = (await app.request('listConversations'))[0]?.id ?? ''
  await app.menu('Show Prompt')
  const prompt = app.page.getByRole('dialog', { name: 'Prompt' })
  await prompt.getByText('With 1 document from Harbour').waitFor()
  expect((await app.request('showPrompt', id)).text).toContain('[p. 1:1]\nThe ferry leaves at nine.')
  await app.page.keyboard.press('Escape')
  await app.request('placeConversations', [id], { folderId: null })
  await lent.waitFor({ state: 'detached' })
  expect((await app.request('showPrompt', id)).text).not.toContain('[p. 1:1]')
})
