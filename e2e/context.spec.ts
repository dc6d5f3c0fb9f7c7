import { beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App, longQuestion } from './app.js'
import { shortModel } from './model-folders.js'
import { hasOtherModel, testWith } from './test-with.js'

if (!hasOtherModel) process.env.PARLEY_MODEL = shortModel()
const app = App.ofFile()

beforeEach(() => app.newChat())

const short = { ...initialSettings.defaults, maxTokens: 60 }
const meter = () => app.page.getByRole('meter', { name: 'Context used' })

/** The number of used tokens in the meter's value text. */
async function used(): Promise<number> {
  const words = (await meter().getAttribute('aria-valuetext')) ?? ''
  return Number(
    /^([\d,]+) tokens used of [\d,]+ available, \d+ reserved for the reply\./.exec(words)?.[1]?.replace(',', '') ??
      Number.NaN,
  )
}

test('the meter shows used and available tokens and grows during typing', async () => {
  await expect.poll(used).toBeGreaterThan(10)
  const before = await used()
  await app.composer.fill(longQuestion)
  await expect.poll(used).toBeGreaterThan(before + 200)
})

testWith('context')('a message that is too long by itself is reported before it is sent, with the excess', async () => {
  await app.composer.fill(longQuestion.repeat(5))
  await app.page.getByText(/^The conversation is [\d,]+ tokens? too long.*To make room, shorten this message/).waitFor()
  await app.button('Add it as a document').waitFor()
  await expect.poll(() => app.button('Send').isDisabled()).toBe(true)
  await app.composer.press('Enter')
  await app.page.getByRole('status').getByText('This message is too long. Shorten it to send it.').waitFor()
  expect(await app.composer.inputValue(), 'what was written stays').toBe(longQuestion.repeat(5))
  await app.composer.fill('Hello')
  await app.composer.press('Enter')
  await app.replies.last().waitFor()
  await app.button('Stop').waitFor({ state: 'hidden' })
})

testWith('context')('if only shortening helps, a sent message can be edited but not tried again', async () => {
  // Sends before the message is counted.
  await app.request('sendMessage', null, longQuestion.repeat(5))
  await app.conversations.first().getByRole('button').click()
  const reply = app.replies.last()
  await reply.getByText('Your message is saved.').waitFor()
  expect(await reply.getByRole('button', { name: 'Try again', exact: true }).count()).toBe(0)
  await reply.getByRole('button', { name: 'Edit your message' }).click()
  const field = app.page.getByRole('textbox', { name: 'Text to edit' })
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true)
  await field.fill('Hello')
  await app.questions.last().getByRole('button', { name: 'Send', exact: true }).click()
  await app.page.getByText(/tokens? too long/).waitFor({ state: 'hidden' })
  await app.button('Stop').waitFor({ state: 'hidden' })
  expect((await app.replies.last().locator('[data-part=answer]').innerText()).length).toBeGreaterThan(5)
})

/** Writes more than fits in an existing conversation, so that the choice appears before Send. */
async function writeTooMuch(): Promise<void> {
  await app.begin(longQuestion, short)
  await app.ask('Hello')
  await app.composer.fill(longQuestion.repeat(3))
  await app.page.getByText(/^The conversation is [\d,]+ tokens? too long/).waitFor()
}

testWith('context')('the oldest turns are dropped, the transcript says so, and Undo restores them', async () => {
  await writeTooMuch()
  await app.page.getByRole('button', { name: /^Drop the oldest \d+ messages$/ }).click()
  const line = app.transcript.getByText('The model no longer sees the messages above')
  await line.waitFor()
  await app.page.getByRole('status').getByText('Dropped 2 messages').waitFor()
  await app.page.getByText(/tokens? too long/).waitFor({ state: 'hidden' })
  const before = await app.replies.count()
  await app.composer.press('Enter')
  await app.replies.nth(before).waitFor()
  await app.button('Stop').waitFor({ state: 'hidden' })
  expect((await app.replies.last().locator('[data-part=answer]').innerText()).length).toBeGreaterThan(5)
  await app.transcript.getByRole('button', { name: 'Undo' }).click()
  await line.waitFor({ state: 'detached' })
})

testWith('context')('Undo in the transcript removes the offer to undo below the transcript', async () => {
  await writeTooMuch()
  await app.page.getByRole('button', { name: /^Drop the oldest \d+ messages$/ }).click()
  const notice = app.page.getByRole('status').getByText('Dropped 2 messages')
  // The notice does not disappear while the pointer is over it.
  await notice.hover()
  await app.transcript.getByRole('button', { name: 'Undo' }).press('Enter')
  await app.transcript.getByText('The model no longer sees the messages above').waitFor({ state: 'detached' })
  await notice.waitFor({ state: 'detached' })
  await app.composer.fill('')
})

testWith('context')('a message in a full context gets its reply after the oldest turns are folded', async () => {
  await app.begin(longQuestion, short)
  await app.send(longQuestion.repeat(3))
  await app.replies.last().getByText('Your message is saved.').waitFor()
  await app.page.getByRole('button', { name: /^Fold the oldest \d+ messages into a summary$/ }).click()
  await app.page.getByRole('status').getByText('Folding 2 messages…').waitFor()
  const fold = app.transcript.getByRole('group', { name: 'Folded messages' })
  await fold.getByText('The model sees this summary instead of the messages above').waitFor()
  await app.page.getByText('Folded 2 messages into a summary').waitFor()
  expect(await app.page.getByText(/tokens? too long/).count(), 'it was made to fit').toBe(0)
  await app.button('Stop').waitFor({ state: 'hidden' })
  expect((await app.replies.last().locator('[data-part=answer]').innerText()).length).toBeGreaterThan(5)

  await fold.getByRole('button', { name: 'Edit' }).click()
  await app.page.getByRole('textbox', { name: 'Text to edit' }).press('Escape')
  const focused = () => app.page.evaluate(() => document.activeElement?.textContent)
  await expect.poll(focused).toBe('Edit')
  await fold.getByRole('button', { name: 'Edit' }).click()
  await app.page.getByRole('textbox', { name: 'Text to edit' }).fill('We spoke of the ferry.')
  await app.button('Save').click()
  await fold.getByText('We spoke of the ferry.').waitFor()
  await app.restart()
  await app.transcript.getByText('We spoke of the ferry.').waitFor()
  await app.transcript.getByRole('button', { name: 'Undo' }).click()
  await app.transcript.getByText('We spoke of the ferry.').waitFor({ state: 'detached' })
  await app.page.getByText('Summary removed').waitFor()
  await app.button('Undo').click()
  await app.transcript.getByText('We spoke of the ferry.').waitFor()
})

testWith('context')('after a reply that fills the context, the next message continues without it', async () => {
  await app.begin('Hello', short)
  const reply = app.replies.last()
  await reply.getByRole('button', { name: 'Edit', exact: true }).click()
  await app.page.getByRole('textbox', { name: 'Text to edit' }).fill(longQuestion.repeat(5))
  await app.button('Save').click()
  await app.page.getByText(/tokens too long.*Write your next message, then choose what to leave out/).waitFor()
  await app.button('Regenerate the reply').waitFor()

  await reply.getByRole('button', { name: 'Continue', exact: true }).click()
  await reply.getByText('The context has no room to continue.').waitFor()
  expect(await reply.getByText('Your message is saved.').count(), 'none was sent').toBe(0)
  expect(await reply.getByRole('button', { name: 'Continue', exact: true }).count()).toBe(0)

  await app.composer.fill('And then?')
  await app.page.getByRole('button', { name: /^Drop the oldest 2 messages$/ }).click()
  await app.page.getByText(/tokens? too long/).waitFor({ state: 'hidden' })
  const next = await app.ask('And then?')
  expect((await next.locator('[data-part=answer]').innerText()).length).toBeGreaterThan(5)
})

testWith('context')(
  'if the instructions leave no room, the window names them as the cause and not the message',
  async () => {
    await app.request('sendMessage', null, 'Hi', { ...short, instructions: longQuestion.repeat(5) })
    await app.conversations.first().getByRole('button').click()
    await app.button('Edit the instructions').waitFor()
    const words = () => meter().getAttribute('aria-valuetext')
    const before = await words()
    await app.composer.fill('Hello')
    // A message that is not counted yet can be sent.
    await expect.poll(words).not.toBe(before)
    await app.composer.press('Enter')
    await app.page.getByRole('status').getByText('The context has no room for this message. See above.').waitFor()
  },
)
