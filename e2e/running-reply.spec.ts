import type { Locator } from 'playwright'
import { beforeEach, expect, test } from 'vitest'
import { initialSettings } from '../contract/settings.js'
import { App, longQuestion } from './app.js'
import { endlessModel } from './model-folders.js'

/** Tests of a running reply: with this model it lasts until the test stops it. */
process.env.PARLEY_MODEL = endlessModel()
const app = App.ofFile()

const unlimited = initialSettings.defaults
const versions = (message: Locator) => message.getByRole('group', { name: 'Versions' })
const answer = (reply: Locator) => reply.locator('[data-part=answer]').innerText()
const button = (message: Locator, name: string) => message.getByRole('button', { name, exact: true })
const settled = () => app.button('Stop').waitFor({ state: 'hidden' })
const grown = (length: number) =>
  expect.poll(async () => (await answer(app.replies.last())).length).toBeGreaterThan(length)

/** Uses a key: the button may still be under a moving pointer. */
async function stop(): Promise<void> {
  await app.button('Stop').press('Enter')
  await settled()
}

/** Begins a reply that goes on, and waits until it has more than so many characters. */
async function beginReply(length: number): Promise<void> {
  await app.send(longQuestion)
  await app.replies.last().waitFor()
  await grown(length)
}

beforeEach(() => app.newChat())

test('a reply grows on the screen before it is complete', async () => {
  await app.send(longQuestion)
  await app.replies.last().waitFor()
  const lengths = new Set<number>()
  while (lengths.size < 3) lengths.add((await answer(app.replies.last())).length)
  await stop()
})

test('Stop keeps the text and says so, and the next message gets a reply', async () => {
  await beginReply(60)
  await stop()
  await app.replies.last().getByText('Stopped').waitFor()
  expect((await answer(app.replies.last())).length).toBeGreaterThan(40)
  const [conversation] = await app.request('listConversations')
  await app.request('setConversationSettings', conversation?.id ?? '', { ...unlimited, maxTokens: 60 })
  const next = await app.ask('Hello')
  expect((await next.innerText()).length).toBeGreaterThan(5)
})

test('reloading the window during a reply loses nothing, and the reply keeps growing', async () => {
  await beginReply(80)
  const before = (await answer(app.replies.last())).length
  await app.page.reload()
  await app.questions.first().waitFor()
  await app.replies.last().waitFor()
  await app.button('Stop').waitFor()
  await grown(before)
  await grown((await answer(app.replies.last())).length)
  await stop()
})

test('a stopped reply has statistics, which say that it was stopped', async () => {
  await beginReply(20)
  await stop()
  await button(app.replies.last(), 'Statistics').click()
  const popover = app.page.getByRole('dialog', { name: 'Statistics' })
  await popover.getByText('Stopped by you').waitFor()
  const text = await popover.innerText()
  expect(text).toMatch(/Prompt\s+\d+ tokens/)
  expect(text).toMatch(/Speed\s+[\d.]+ tokens a second/)
  await app.page.keyboard.press('Escape')
  await popover.waitFor({ state: 'hidden' })
})

/**
 * Clicks a button of the composer at the moment it takes the place of the other one. Returns whether it was shown as
 * disabled then.
 */
const pressAsItComes = (label: 'Send' | 'Stop') =>
  app.page.evaluate(
    ([name, other]) =>
      new Promise<boolean>((resolve) => {
        const find = (wanted: string) =>
          document.querySelector<HTMLButtonElement>(`.composer-card button[aria-label=${wanted}]`)
        let wasOther = find(other) !== null
        const press = () => {
          wasOther ||= find(other) !== null
          const found = find(name)
          if (!found || !wasOther) return
          observer.disconnect()
          found.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }))
          resolve(found.disabled)
        }
        const observer = new MutationObserver(press)
        observer.observe(document.body, { subtree: true, childList: true, attributes: true })
      }),
    [label, label === 'Send' ? 'Stop' : 'Send'] as const,
  )

test('just after a reply has ended by itself Send is shown as disabled, and then it sends', async () => {
  const { conversationId } = await app.request('sendMessage', null, 'Hello', { ...unlimited, maxTokens: 20 })
  await app.conversations.first().getByRole('button').click()
  await app.page.locator(`[data-conversation="${conversationId}"]`).waitFor()
  await settled()
  const pressedSend = pressAsItComes('Send')
  await app.send('And you?')
  await app.composer.fill('And then?')
  expect(await pressedSend).toBe(true)
  await app.button('Send').click()
  await app.questions.filter({ hasText: 'And then?' }).waitFor()
  expect(await app.questions.count()).toBe(3)
  expect(await app.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Message')
  await settled()
})

test('the second click of a double click on Send does not stop, and on Stop it does not send', async () => {
  const { conversationId } = await app.request('sendMessage', null, 'Hello', { ...unlimited, maxTokens: 20 })
  // The reply ends before the conversation is opened: a click just after Stop has become Send would be ignored.
  await expect.poll(async () => (await app.request('listConversations'))[0]).toMatchObject({ isBusy: false })
  await app.request('setConversationSettings', conversationId, unlimited)
  await app.conversations.first().getByRole('button').click()
  await app.replies.last().waitFor()
  await app.composer.fill(longQuestion)
  const pressedStop = pressAsItComes('Stop')
  await app.button('Send').click()
  expect(await pressedStop).toBe(true)
  await app.replies.nth(1).waitFor()
  // The reply still grows, so it was not stopped.
  await grown(20)
  await grown((await answer(app.replies.last())).length)
  await app.composer.fill('Half a thought')
  const pressedSend = pressAsItComes('Send')
  await app.composer.press('Escape')
  expect(await pressedSend).toBe(true)
  // If it had been sent, it would precede the next message.
  await app.composer.press('End')
  await app.composer.pressSequentially(', and the rest')
  await app.button('Send').press('Enter')
  await app.questions.nth(2).getByText('Half a thought, and the rest').waitFor()
  await stop()
  expect(await app.questions.count()).toBe(3)
})

test('Enter during a reply keeps a draft with documents and says once why it is not sent', async () => {
  await app.send(longQuestion)
  await app.button('Stop').waitFor()
  await app.attach('notes.txt', 'Some notes.')
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
  await app.button('Remove notes.txt').click()
  await app.composer.fill('')
})

test('a stopped reply says so and continues from the same place', async () => {
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
