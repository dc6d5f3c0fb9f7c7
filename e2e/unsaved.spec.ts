import { beforeAll, expect, test } from 'vitest'
import { App } from './app.js'
import { testWith } from './test-with.js'

/** What was typed and not yet saved survives a reload of the window and a restart of the app. */
const app = App.ofFile()

beforeAll(() => app.limitReplies(30))

const field = () => app.page.getByRole('textbox', { name: 'Text to edit' })
const effort = (name: string) => app.page.getByRole('radiogroup', { name: 'Effort' }).getByRole('radio', { name })

async function reload(): Promise<void> {
  await app.page.reload()
  await app.composer.waitFor()
}

test('an edit keeps its text over a reload and a restart, and leaves nothing when it is cancelled', async () => {
  await app.ask('Good morning')
  await app.questions.first().getByRole('button', { name: 'Edit' }).click()
  await field().fill('Good evening')
  await reload()
  await expect.poll(() => field().inputValue()).toBe('Good evening')
  await field().fill('Good night')
  await app.restart()
  await expect.poll(() => field().inputValue()).toBe('Good night')
  await field().press('Escape')
  await reload()
  await app.questions.first().getByText('Good morning').waitFor()
  expect(await field().count()).toBe(0)
})

test('a discarded edit that is brought back from another conversation belongs to its own one', async () => {
  await app.button('New chat').click()
  await app.ask('Another conversation')
  await app.conversations.last().getByRole('button').first().click()
  await app.questions.first().getByRole('button', { name: 'Edit' }).click()
  await field().fill('Good afternoon')
  await field().press('Escape')
  await app.conversations.first().getByRole('button').first().click()
  await app.questions.first().getByText('Another conversation').waitFor()
  await app.button('Undo').click()
  await reload()
  await app.conversations.last().getByRole('button').first().click()
  await expect.poll(() => field().inputValue()).toBe('Good afternoon')
  await field().press('Escape')
})

test('an edit that was sent or saved does not come back', async () => {
  await app.replies.last().getByRole('button', { name: 'Edit' }).click()
  await field().fill('As I would have said it.')
  await app.button('Save').click()
  await app.replies.last().getByText('Edited by you').waitFor()
  await reload()
  await app.replies.last().getByText('Edited by you').waitFor()
  await app.replies.last().getByRole('button', { name: 'Previous version' }).click()
  await app.replies.last().getByText('1 of 2').waitFor()
  expect(await field().count()).toBe(0)
})

testWith('effort')('the draft of a conversation that has not begun keeps its effort and instructions', async () => {
  await app.button('New chat').click()
  await app.composer.fill('Half a thought')
  await effort('High').click()
  await app.button('Conversation settings').click()
  const instructions = () =>
    app.page.getByRole('dialog', { name: 'Conversation settings' }).getByRole('textbox', { name: 'Instructions' })
  await instructions().fill('Be brief.')
  await app.page.keyboard.press('Escape')

  await app.conversations.first().getByRole('button').click()
  await app.replies.first().waitFor()
  await expect.poll(() => effort('Medium').isChecked()).toBe(true)
  await app.button('New chat').click()
  await expect.poll(() => app.composer.inputValue()).toBe('Half a thought')
  await expect.poll(() => effort('High').isChecked()).toBe(true)

  await app.restart()
  await expect.poll(() => app.composer.inputValue()).toBe('Half a thought')
  await expect.poll(() => effort('High').isChecked()).toBe(true)
  await app.button('Conversation settings').click()
  expect(await instructions().inputValue()).toBe('Be brief.')
  await app.page.keyboard.press('Escape')

  await app.waitForEngine()
  await app.ask('Half a thought, and the rest')
  await expect.poll(() => effort('High').isChecked()).toBe(true)
  await app.button('New chat').click()
  await expect.poll(() => effort('Medium').isChecked()).toBe(true)
  expect(await app.request('loadDraft')).toEqual({ text: '', documents: [] })
})

test('a title that is being typed is saved when the window closes', async () => {
  await app.conversations.first().getByRole('button').dblclick()
  const title = app.page.getByRole('textbox', { name: 'Title' })
  await title.fill('Minutes of the board')
  await reload()
  await app.conversations.filter({ hasText: 'Minutes of the board' }).waitFor()
})
