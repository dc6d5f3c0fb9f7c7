import type { Locator } from 'playwright'
import { beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App, longQuestion } from './app.js'
import { endlessModel } from './model-folders.js'

/** What is done to a reply that is being made: with this model it is so until the test ends it. */
process.env.PARLEY_MODEL = endlessModel()
const app = App.ofFile()

const unlimited = initialSettings.defaults
const versions = (message: Locator) => message.getByRole('group', { name: 'Versions' })
const answer = (reply: Locator) => reply.locator('[data-part=answer]').innerText()
const button = (message: Locator, name: string) => message.getByRole('button', { name, exact: true })
const settled = () => app.button('Stop').waitFor({ state: 'hidden' })
const grown = (length: number) =>
  expect.poll(async () => (await answer(app.replies.last())).length).toBeGreaterThan(length)

/** With a key: a press of the pointer that comes within half a second of the button is meant for another one. */
async function stop(): Promise<void> {
  await app.button('Stop').press('Enter')
  await settled()
}

beforeEach(async () => {
  await app.button('New chat').click()
  await app.page.getByText('What are you working on?').waitFor()
})

test('a stopped reply tells what it took, and that it was stopped', async () => {
  await app.send(longQuestion)
  await app.replies.last().waitFor()
  await grown(20)
  await stop()
  await button(app.replies.last(), 'Statistics').click()
  const popover = app.page.getByRole('dialog', { name: 'Statistics' })
  await popover.getByText('You stopped it').waitFor()
  const told = await popover.innerText()
  expect(told).toMatch(/Prompt\s+\d+ tokens/)
  expect(told).toMatch(/Speed\s+[\d.]+ tokens a second/)
  await app.page.keyboard.press('Escape')
  await popover.waitFor({ state: 'hidden' })
})

/** Presses a button of the composer in the moment in which it appears, as a pointer does. */
const pressAsItComes = (label: string) =>
  app.page.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        const press = () => {
          const found = document.querySelector<HTMLButtonElement>(`.composer-card button[aria-label=${name}]`)
          if (!found || found.disabled) return
          observer.disconnect()
          found.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }))
          resolve()
        }
        const observer = new MutationObserver(press)
        observer.observe(document.body, { subtree: true, childList: true, attributes: true })
      }),
    label,
  )

test('the second half of a double click on Send stops nothing, and on Stop it sends nothing', async () => {
  const { conversationId } = await app.request('sendMessage', null, 'Hello', { ...unlimited, maxTokens: 20 })
  await app.conversations.first().getByRole('button').click()
  await app.replies.last().waitFor()
  await settled()
  await app.request('setConversationSettings', conversationId, unlimited)
  await app.composer.fill(longQuestion)
  const pressedStop = pressAsItComes('Stop')
  await app.button('Send').click()
  await pressedStop
  await app.replies.nth(1).waitFor()
  // It goes on, so that it was not stopped.
  await grown(20)
  await grown((await answer(app.replies.last())).length)
  await app.composer.fill('Half a thought')
  const pressedSend = pressAsItComes('Send')
  await app.composer.press('Escape')
  await pressedSend
  // Had it been sent, it would stand before what is sent now.
  await app.composer.press('End')
  await app.composer.pressSequentially(', and the rest')
  await app.button('Send').press('Enter')
  await app.questions.nth(2).getByText('Half a thought, and the rest').waitFor()
  await stop()
  expect(await app.questions.count()).toBe(3)
})

test('Enter while a reply is made keeps the draft and says once why it is not sent', async () => {
  await app.send(longQuestion)
  await app.button('Stop').waitFor()
  await app.send('And then?')
  const hint = app.page.getByRole('status').getByText('The model is replying. Stop it (Esc) to send this.')
  await hint.waitFor()
  expect(await app.composer.inputValue()).toBe('And then?')
  await app.composer.press('!')
  await hint.waitFor({ state: 'detached' })
  await app.composer.press('Enter')
  await hint.waitFor()
  await app.composer.press('Escape')
  await settled()
  await hint.waitFor({ state: 'detached' })
  expect(await app.composer.inputValue()).toBe('And then?!')
  await app.composer.fill('')
})

test('a stopped reply says so and goes on where it was', async () => {
  await app.send(longQuestion)
  const reply = app.replies.last()
  await reply.waitFor()
  await grown(20)
  await stop()
  await reply.getByText('Stopped').waitFor()
  const begun = await answer(reply)
  await button(reply, 'Continue').click()
  await grown(begun.length)
  await stop()
  await versions(reply).getByText('2 of 2').waitFor()
  expect((await answer(reply)).startsWith(begun.trimEnd())).toBe(true)
  expect((await answer(reply)).length).toBeGreaterThan(begun.length)
})
