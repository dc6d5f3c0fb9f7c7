import { expect, test } from 'vitest'
import { App } from './app.js'
import { chooseItem, openedMenu } from './native-menus.js'

const app = App.ofFile()
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
