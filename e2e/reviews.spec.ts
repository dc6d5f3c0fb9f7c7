import { expect, test } from 'vitest'
import { App } from './app.js'

const app = App.ofFile()

test('a reply is signed off under a name that is remembered, and that is taken back', async () => {
  await app.limitReplies(60)
  const reply = await app.ask('Show me a small table')
  await reply.hover()
  await reply.getByRole('button', { name: 'Sign off', exact: true }).click()
  const panel = app.page.getByRole('dialog', { name: 'Sign off' })
  await panel.getByRole('button', { name: 'Sign off' }).click()
  await panel.getByRole('alert').filter({ hasText: 'Type your name' }).waitFor()
  await panel.getByRole('textbox', { name: 'Your name' }).fill('Dr Ode')
  await app.page.keyboard.press('Enter')
  await reply.getByText(/^Reviewed by Dr Ode on /).waitFor()
  await reply.getByRole('button', { name: 'Take back' }).press('Enter')
  await reply.getByText(/^Reviewed by/).waitFor({ state: 'hidden' })
  await reply.getByRole('button', { name: 'Sign off', exact: true }).press('Enter')
  expect(await panel.getByRole('textbox', { name: 'Your name' }).inputValue()).toBe('Dr Ode')
  await app.page.keyboard.press('Escape')
})
