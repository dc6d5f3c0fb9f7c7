import { beforeEach, expect, test } from 'vitest'
import { App } from './app.js'

const app = App.ofFile()

const undo = process.platform === 'darwin' ? 'Meta+z' : 'Control+z'
const notices = () => app.page.getByRole('region', { name: 'Notices' })
const row = (title: string) => app.conversations.getByRole('button', { name: title })
const isFocused = (name: string) =>
  expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(name)

beforeEach(async () => {
  const dismiss = notices().getByRole('button', { name: 'Dismiss' })
  await dismiss.evaluateAll((buttons) => {
    for (const button of buttons) if (button instanceof HTMLElement) button.click()
  })
  await expect.poll(() => notices().innerText()).toBe('')
  for (const { id } of await app.request('listConversations')) await app.request('trashConversation', id)
  for (const title of ['Holiday in Bergen', 'Letter to the landlord', 'Minutes of the board']) {
    const { conversationId } = await app.request('sendMessage', null, 'Hello')
    await app.request('stopReply', conversationId)
    await app.request('renameConversation', conversationId, title)
    await row(title).waitFor()
  }
})

test('⌘Z in the empty message brings back what was moved to the Trash, and the focus stays there', async () => {
  await row('Minutes of the board').click()
  await app.composer.click()
  await app.menu('Move to Trash')
  await row('Minutes of the board').waitFor({ state: 'detached' })
  await app.page.keyboard.press(undo)
  await row('Minutes of the board').waitFor()
  await isFocused('Message')
})

test('⌘Z in a message with text, or one that was emptied since, undoes the typing', async () => {
  await row('Minutes of the board').click()
  await app.composer.click()
  await app.menu('Move to Trash')
  await row('Minutes of the board').waitFor({ state: 'detached' })
  await app.composer.pressSequentially('ab')
  await app.page.keyboard.press(undo)
  await expect.poll(() => app.composer.inputValue()).not.toBe('ab')
  await app.composer.fill('')
  await app.page.keyboard.press(undo)
  // Main handles requests in order: a restored conversation would be in the list.
  expect((await app.request('listConversations')).map(({ title }) => title)).not.toContain('Minutes of the board')
  await app.composer.fill('')
})

test('two notices of one kind name their subjects, and both go after an Undo by the keyboard', async () => {
  await row('Minutes of the board').click()
  await app.menu('Move to Trash')
  // A notice stays while the pointer is on it.
  await notices().getByText('Moved to Trash', { exact: true }).hover()
  await app.menu('Move to Trash')
  await notices().getByText('Moved to Trash: Minutes of the board').waitFor()
  const second = notices().getByText('Moved to Trash: Letter to the landlord')
  await second.waitFor()
  const button = second.locator('..').getByRole('button', { name: 'Undo' })
  await button.focus()
  await app.page.keyboard.press('Enter')
  await row('Letter to the landlord').waitFor()
  await app.composer.hover()
  await expect.poll(() => notices().innerText(), { timeout: 30_000 }).toBe('')
})

test('after a button of a notice was used, the focus is where it was', async () => {
  await row('Minutes of the board').click()
  await app.composer.click()
  await app.menu('Move to Trash')
  await notices().getByRole('button', { name: 'Undo' }).last().click()
  await row('Minutes of the board').waitFor()
  await isFocused('Message')
  await app.menu('Move to Trash')
  await notices().getByRole('button', { name: 'Dismiss' }).last().focus()
  await app.page.keyboard.press('Enter')
  await isFocused('Message')
})
