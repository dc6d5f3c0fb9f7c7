import { beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App, longQuestion } from './app.js'
import { holdEngine } from './hold-engine.js'

const app = App.ofFile()

beforeEach(async () => {
  await app.newChat()
  await app.limitReplies(40)
})

test('a first message gets a reply without markers and a title in the sidebar', async () => {
  const reply = await app.ask('Hello')
  const text = await reply.innerText()
  expect(text).not.toMatch(/<\||\|>/)
  expect(text.length).toBeGreaterThan(5)
  await app.conversations.filter({ hasText: 'Hello' }).first().waitFor()
})

test('a character that cannot be stored is replaced while it is typed, and nothing behind it is lost', async () => {
  await app.composer.fill('before\0after')
  expect(await app.composer.inputValue()).toBe('before␀after')
  const { conversationId } = await app.request('sendMessage', null, 'first\0second', initialSettings.defaults)
  await app.request('renameConversation', conversationId, 'one\0two')
  await app.page.reload()
  await app.conversations.filter({ hasText: 'one␀two' }).getByRole('button').click()
  await app.questions.getByText('first␀second').waitFor()
  await app.questions.first().getByRole('button', { name: 'Edit', exact: true }).click()
  const edit = app.page.getByRole('textbox', { name: 'Text to edit' })
  await edit.fill('first\0changed')
  expect(await edit.inputValue()).toBe('first␀changed')
  await edit.press('Escape')
  await app.menu('Rename…')
  const title = app.page.getByRole('textbox', { name: 'Title' })
  await title.fill('one\0changed')
  expect(await title.inputValue()).toBe('one␀changed')
  await title.press('Escape')
})

const lengthOfReply = async () => (await app.replies.last().innerText()).length

test('a reply continues while another conversation is open', async () => {
  // Keeps the reply from starting before the other conversation is open.
  const release = await holdEngine(app)
  await app.send(longQuestion)
  await app.button('Stop').waitFor()
  await app.button('New chat').click()
  await app.page.getByText('What are you working on?').waitFor()
  await app.send('Hello')
  await app.questions.filter({ hasText: 'Hello' }).waitFor()
  await release()
  await app.button('Stop').waitFor({ state: 'hidden' })
  await app.conversations.filter({ hasText: 'Summarise' }).first().click()
  await app.questions.filter({ hasText: 'ferry' }).waitFor()
  await app.button('Stop').waitFor({ state: 'hidden' })
  await expect.poll(lengthOfReply).toBeGreaterThan(80)
})

test('conversations are renamed, moved to the Trash and restored with Undo', async () => {
  await app.ask('Hello')
  const [conversation] = await app.request('listConversations')
  const id = conversation?.id ?? ''
  await app.conversations.first().getByRole('button').dblclick()
  const field = app.page.getByRole('textbox', { name: 'Title' })
  await field.waitFor()
  // A title that arrives while the field is unchanged, such as the model's own, is not overwritten.
  await app.request('renameConversation', id, 'Minutes of the board')
  await expect.poll(() => app.page.getByRole('heading', { level: 1 }).innerText()).toBe('Minutes of the board')
  await field.press('Enter')
  const row = app.conversations.filter({ hasText: 'Minutes of the board' })
  await row.waitFor()
  await app.menu('Move to Trash')
  await row.waitFor({ state: 'detached' })
  await app.button('Undo').last().click()
  await row.waitFor()
})
