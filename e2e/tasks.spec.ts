import { expect, test } from 'vitest'
import { App } from './app.js'

const app = App.ofFile()
const dialog = (name: string) => app.page.getByRole('dialog', { name })
const draft = () => app.composer.inputValue()

test('a starter becomes a message that can be changed, and nothing is sent', async () => {
  await app.button('Translate').dblclick()
  const form = dialog('Translate')
  await form.getByRole('textbox', { name: 'Text', exact: true }).fill('The hearing is on 3 May.')
  // A click beside a form does not cost what was typed.
  await app.page.mouse.click(5, 200)
  await form.getByRole('textbox', { name: 'Into' }).fill('French')
  await form.getByRole('combobox', { name: 'Tone' }).selectOption('Formal')
  await form.getByRole('button', { name: 'Write the prompt' }).click()
  await form.waitFor({ state: 'hidden' })
  expect(await draft()).toMatch(/^Translate the text below/)
  expect(await draft()).toMatch(/\nInto: French\nTone: formal\n\nText:\n\nThe hearing is on 3 May\.$/)
  expect(await app.request('listConversations')).toEqual([])
  // The focus is in the message, and one undo takes the prompt back.
  await app.page.keyboard.press('Control+z')
  expect(await draft()).toBe('')
})

test('a task of one’s own is written, used by the keyboard, changed, removed and brought back', async () => {
  await app.button('New task…').click()
  const editor = dialog('New task')
  await editor.getByRole('button', { name: 'Save' }).click()
  await editor.getByRole('alert').filter({ hasText: 'A task needs a name.' }).waitFor()
  await editor.getByRole('textbox', { name: 'Name' }).fill('Letter to a client')
  await editor.getByRole('textbox', { name: 'Prompt' }).fill('Write to {client} about {matter}.')
  await editor.getByText('Fields: client, matter').waitFor()
  await editor.getByRole('button', { name: 'Save' }).click()
  await dialog('Tasks').getByRole('button', { name: 'Done' }).click()

  await app.page.reload()
  await app.button('Letter to a client').press('Enter')
  await dialog('Letter to a client').waitFor()
  await app.page.keyboard.type('Ms Ode')
  await app.page.keyboard.press('Control+Enter')
  expect(await draft()).toBe('Write to Ms Ode about {matter}.')
  // What was left out is selected.
  await app.page.keyboard.type('the lease')
  expect(await draft()).toBe('Write to Ms Ode about the lease.')

  await app.button('All tasks…').click()
  await dialog('Tasks').getByRole('button', { name: 'Remove Letter to a client' }).click()
  await dialog('Tasks').getByRole('button', { name: 'Undo' }).click()
  await dialog('Tasks').getByRole('button', { name: 'Edit Letter to a client' }).click()
  await dialog('Edit task').getByRole('textbox', { name: 'Name' }).fill('Letter')
  await app.page.keyboard.press('Enter')
  await dialog('Tasks').getByRole('button', { name: 'Letter', exact: true }).waitFor()
  await app.page.keyboard.press('Escape')
  await app.button('Letter').waitFor()
})
