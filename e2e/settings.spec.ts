import { expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App, ownWindow } from './app.js'
import { testWith } from './test-with.js'

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

/** Whether the button shows and announces that the conversation's settings differ from the defaults. */
const isMarked = async () => (await app.button('Conversation settings').getAttribute('aria-description')) === 'changed'

testWith('effort')('effort and instructions change the prompt that Show prompt displays', async () => {
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

testWith('effort')('a preset is saved and applied to another conversation', async () => {
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

test('instructions typed just before another conversation opens stay in their own conversation', async () => {
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

testWith('harmony')('Show prompt distinguishes real markers from typed ones', async () => {
  await app.begin('What does <|start|> mean?', { ...initialSettings.defaults, maxTokens: 5 })
  await app.menu('Show Prompt')
  const marker = (name: string) => dialog('Prompt').getByRole('img', { name })
  await dialog('Prompt').getByText('user<|message|>What does <|start|> mean?').waitFor()
  await marker('start marker').first().waitFor()
  const before = await marker('start marker').count()
  expect(before).toBeGreaterThan(2)
  expect(await marker('start marker').first().textContent()).toBe('<|start|>') // laid out later
  await dialog('Prompt').getByRole('searchbox', { name: 'Search the prompt' }).fill('<|start|>')
  await dialog('Prompt')
    .getByText(`1 of ${before + 1}`)
    .waitFor()
  await close('Prompt')
})

test('settings behind Advanced are part of a reply, and are shown again after a restart', async () => {
  const field = (name: string) => panel().getByRole('textbox', { name, exact: true })
  const advanced = () => panel().getByRole('button', { name: 'Advanced' })
  const isOpen = () => advanced().getAttribute('aria-expanded')
  await app.button('New chat').click()
  await app.page.getByText('What are you working on?').waitFor()
  await app.button('Conversation settings').click()
  for (const name of ['Instructions', 'Temperature', 'Top-p', 'Maximum length', 'Seed']) await field(name).waitFor()
  expect(await isOpen()).toBe('false')
  expect(await field('Top-k').count()).toBe(0)
  await advanced().focus()
  await app.page.keyboard.press('Enter')
  for (const name of ['Min-p', 'Repetition penalty']) await field(name).waitFor()
  expect(await isOpen()).toBe('true')
  await field('Top-k').fill('0.5')
  await panel().getByText('A whole number from 0 to 1,000,000, or nothing.').waitFor()
  await field('Top-k').fill('1')
  await close('Conversation settings')
  await expect.poll(isMarked).toBe(true)

  const reply = await app.ask('Hello')
  await reply.hover()
  await reply.getByRole('button', { name: 'Statistics' }).click()
  expect(await dialog('Statistics').innerText()).toMatch(/Top-k\s+1/)
  await close('Statistics')

  await app.restart()
  await app.replies.first().waitFor()
  await app.button('Conversation settings').click()
  await expect.poll(isOpen).toBe('true')
  expect(await field('Top-k').inputValue()).toBe('1')
  await close('Conversation settings')
})

test('Settings… in the popover opens the Settings window, and says nothing about it', async () => {
  await app.button('Conversation settings').click()
  await panel().getByRole('button', { name: 'Settings…' }).click()
  const settings = await ownWindow(app.electron, 'settings.html')
  await settings.getByRole('tab', { name: 'General' }).waitFor()
  // The answer of a later request is in the window, so that of the first one is too.
  await app.request('getSettings')
  expect(await app.page.getByRole('region', { name: 'Notices' }).innerText()).toBe('')
})
