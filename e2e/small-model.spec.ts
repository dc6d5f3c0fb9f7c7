import { beforeAll, expect, test } from 'vitest'
import { fetchSmallModel } from '../build/small-model/fetch.mjs'
import { App } from './app.js'

// A real model of another kind than gpt-oss: a dense graph, ChatML, no reasoning.
process.env.PARLEY_MODEL = await fetchSmallModel()

const app = App.ofFile()

beforeAll(() => app.limitReplies(24))

test('a dense model chats in its own format, and the window shows nothing that it lacks', async () => {
  const first = await app.ask('Say hello.')
  expect(await first.locator('[data-part=answer]').innerText()).toMatch(/\w/)
  await app.ask('Say it again.')
  expect(await app.page.getByRole('radiogroup', { name: /Effort|Thinking/ }).count()).toBe(0)

  const reply = app.replies.last()
  await reply.getByRole('button', { name: 'Try again with' }).click()
  await app.page.getByRole('menuitem', { name: '1.3, more surprising' }).waitFor()
  expect(await app.page.getByRole('menuitem', { name: 'Medium', exact: true }).count()).toBe(0)
  await app.page.keyboard.press('Escape')

  await reply.getByRole('button', { name: 'Statistics' }).click()
  expect(await app.page.getByRole('dialog', { name: 'Statistics' }).innerText()).not.toMatch(/Effort/)
  await app.page.keyboard.press('Escape')
  await app.menu('Show Prompt')
  const prompt = app.page.getByRole('dialog', { name: 'Prompt' })
  await prompt.getByText('named SmolLM, trained by Hugging Face').waitFor()
  expect(await prompt.textContent()).toContain('<|im_start|>assistant')
})

test('the settings of a conversation have no effort, and the defaults say what it is to this model', async () => {
  await app.menu('Conversation Settings…')
  const panel = app.page.getByRole('dialog', { name: 'Conversation settings' })
  await panel.getByRole('textbox', { name: 'Temperature' }).waitFor()
  expect(await panel.getByRole('radiogroup').count()).toBe(0)
  await panel.getByRole('button', { name: 'Presets', exact: true }).click()
  await app.page.getByRole('menuitem', { name: 'Save as preset…' }).click()
  await app.page.getByRole('textbox', { name: 'Preset name' }).fill('Short')
  await app.page.keyboard.press('Enter')
  await app.page.getByText('Saved as “Short”').waitFor()
  await app.page.keyboard.press('Escape')

  const settings = await app.openSettings()
  await settings.getByRole('tab', { name: 'Presets' }).click()
  await settings.getByText('maximum length 24 tokens', { exact: true }).waitFor()
  await settings.getByRole('tab', { name: 'Replies' }).click()
  await settings.getByRole('radiogroup', { name: 'Effort' }).waitFor()
  await settings.getByText(/ has no effort\. This is for models that have one/).waitFor()
})
