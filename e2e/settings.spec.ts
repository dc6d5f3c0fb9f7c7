import { expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App } from './app.js'

const app = App.ofFile()

const dialog = (name: string) => app.page.getByRole('dialog', { name })
const panel = () => dialog('Conversation settings')
const close = async (name: string) => {
  await app.page.keyboard.press('Escape')
  await dialog(name).waitFor({ state: 'hidden' })
}
const radio = (name: string) =>
  app.page.getByRole('main').getByRole('radiogroup', { name: 'Effort' }).getByRole('radio', { name })

const instructions = () => panel().getByRole('textbox', { name: 'Instructions' }).inputValue()

/** That a conversation has other settings than a new one is seen and told at the button. */
const isMarked = async () => (await app.button('Conversation settings').getAttribute('aria-description')) === 'changed'

test('effort and instructions change what the model is told, as Show prompt says', async () => {
  await app.ask('Hello')
  expect(await isMarked()).toBe(false)
  await radio('High').click()
  await expect.poll(isMarked).toBe(true)
  await app.button('Conversation settings').click()
  await panel().getByRole('textbox', { name: 'Instructions' }).fill('Answer in rhymes.')
  await panel().getByRole('textbox', { name: 'Temperature' }).fill('9')
  await panel().getByText('A number from 0 to 2, or nothing.').waitFor()
  await panel().getByRole('textbox', { name: 'Temperature' }).fill('0')
  await close('Conversation settings')
  await app.menu('Show Prompt')
  await dialog('Prompt').getByText('Reasoning: high').waitFor()
  await dialog('Prompt').getByRole('searchbox', { name: 'Search the prompt' }).fill('RHYMES')
  await dialog('Prompt').getByText('1 of 1').waitFor()
  await dialog('Prompt').getByRole('radio', { name: 'Tokens' }).click()
  await dialog('Prompt')
    .getByText(/^\d+( \d+){11}/)
    .waitFor()
  await close('Prompt')
})

test('a preset is saved and applied to another conversation', async () => {
  await app.button('Conversation settings').click()
  await panel().getByRole('button', { name: 'Presets', exact: true }).click()
  await app.page.getByRole('menuitem', { name: 'Save as preset…' }).click()
  await app.page.getByRole('textbox', { name: 'Preset name' }).fill('Poet')
  await app.page.keyboard.press('Enter')
  await app.page.getByText('Saved as “Poet”').waitFor()
  await close('Conversation settings')

  await app.button('New chat').click()
  await app.page.getByText('What are you working on?').waitFor()
  await expect.poll(isMarked).toBe(false)
  await expect.poll(() => radio('Medium').isChecked()).toBe(true)
  await app.button('Conversation settings').click()
  await expect.poll(instructions).toBe('')
  await panel().getByRole('button', { name: 'Presets', exact: true }).click()
  await app.page.getByRole('menuitem', { name: 'Poet' }).click()
  await expect.poll(instructions).toBe('Answer in rhymes.')
  await close('Conversation settings')
  await app.ask('Hello')
  await app.menu('Show Prompt')
  await dialog('Prompt').getByText('Answer in rhymes.').waitFor()
  await close('Prompt')
})

test('instructions typed right before another conversation is opened stay with their own', async () => {
  await app.button('New chat').click()
  await app.ask('Tell me a joke')
  await app.button('Conversation settings').click()
  await panel().getByRole('textbox', { name: 'Instructions' }).fill('Only of the first.')
  await app.menu('New Chat')
  await app.page.getByText('What are you working on?').waitFor()
  await app.button('Conversation settings').click()
  await expect.poll(instructions).toBe('')
  await close('Conversation settings')
  await app.conversations.first().getByRole('button').click()
  await app.replies.first().waitFor()
  await app.button('Conversation settings').click()
  await expect.poll(instructions).toBe('Only of the first.')
  await close('Conversation settings')
})

test('Show prompt tells a marker from one that somebody typed', async () => {
  await app.begin('What does <|start|> mean?', { ...initialSettings.defaults, maxTokens: 5 })
  await app.menu('Show Prompt')
  const marker = (name: string) => dialog('Prompt').getByRole('img', { name })
  await dialog('Prompt').getByText('user<|message|>What does <|start|> mean?').waitFor()
  await marker('start marker').first().waitFor()
  const before = await marker('start marker').count()
  expect(before).toBeGreaterThan(2)
  expect(await marker('start marker').first().innerText()).toBe('<|start|>')
  await dialog('Prompt').getByRole('searchbox', { name: 'Search the prompt' }).fill('<|start|>')
  await dialog('Prompt')
    .getByText(`1 of ${before + 1}`)
    .waitFor()
  await close('Prompt')
})
