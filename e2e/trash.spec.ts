import { expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App } from './app.js'
import { holdEngine } from './hold-engine.js'

const app = App.ofFile()

const offered = async () => {
  const names = await app.transcript
    .getByRole('button')
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? button.textContent ?? ''))
  return [...new Set(names)].filter((name) => !/^Thought/.test(name)).toSorted()
}

/** Opens the Trash and in it the conversation with this title. */
async function openTrashed(title: string): Promise<void> {
  await app.button('Trash').click()
  await app.page.getByRole('list', { name: 'Trash' }).getByRole('button', { name: title, exact: true }).click()
  await app.page.getByText('This conversation is in the Trash.', { exact: true }).waitFor()
}

test('in the Trash a conversation offers only what works there', async () => {
  const short = { ...initialSettings.defaults, maxTokens: 20 }
  const reply = await app.begin('Hello', short)
  await reply.getByRole('button', { name: 'Regenerate' }).click()
  await reply.getByText('2 of 2').waitFor()
  await app.button('Stop').waitFor({ state: 'hidden' })
  const summary = await app.summarise('minutes.txt', 'The board met in May. It was short.')
  await summary.getByRole('button', { name: 'Copy' }).waitFor()
  const id = (await app.request('listConversations'))[0]?.id ?? ''
  await app.request('renameConversation', id, 'Board')
  expect(await offered()).toEqual(expect.arrayContaining(['Edit', 'Regenerate', 'Try again with', 'Previous version']))
  await app.request('trashConversation', id)
  await openTrashed('Board')
  await app.replies.first().getByText('2 of 2').waitFor()
  const left = await offered()
  expect(left.filter((name) => /Edit|Regenerate|Try again|Continue|version|Resume|Pause|Undo/.test(name))).toEqual([])
  expect(left).toEqual(expect.arrayContaining(['Copy', 'Statistics']))

  await app.replies.first().getByRole('button', { name: 'Statistics' }).click()
  const panel = app.page.getByRole('dialog', { name: 'Statistics' })
  expect(await panel.getByRole('button', { name: 'Reply again with the same seed' }).count()).toBe(0)
  await panel.getByRole('button', { name: 'Show prompt' }).click()
  await app.page
    .getByRole('dialog', { name: 'Prompt' })
    .getByRole('img', { name: /marker$/ })
    .first()
    .waitFor()
  await app.page.keyboard.press('Escape')

  await app.drop('late.txt', 'Too late.')
  await app.page.getByText('This conversation is in the Trash. Restore it to continue.').waitFor()

  await app.button('Restore').click()
  await app.composer.waitFor()
  expect(await offered()).toEqual(expect.arrayContaining(['Edit', 'Regenerate']))
})

test('a stopped reply offers nothing in the Trash', async () => {
  // Otherwise the reply could end before it is stopped.
  const release = await holdEngine(app)
  const { conversationId } = await app.request('sendMessage', null, 'Hello')
  await app.request('renameConversation', conversationId, 'Stopped')
  await app.request('trashConversation', conversationId)
  await openTrashed('Stopped')
  await app.replies.last().getByText('Stopped').waitFor()
  expect((await offered()).filter((name) => /Continue|Try again|Edit|Regenerate/.test(name))).toEqual([])
  await release()
})

test('the keyboard goes into the Trash and back, and the focus goes along', async () => {
  const label = () =>
    app.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
  const [trashed] = await app.request('listTrash')
  await app.button('Back to conversations').click()
  await app.button('Trash').focus()
  await app.page.keyboard.press('Enter')
  await expect.poll(label).toBe(trashed?.title)
  await app.button('Back to conversations').focus()
  await app.page.keyboard.press('Enter')
  const [first] = await app.request('listConversations')
  await expect.poll(label).toBe(first?.title)
})
