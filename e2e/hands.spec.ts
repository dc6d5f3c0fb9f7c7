import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../electron/main/store/open-store.js'
import { App, longQuestion, newHome, removeHome } from './app.js'
import { holdEngine } from './hold-engine.js'
import { pressKeys } from './press-keys.js'

const home = newHome()
let app: App

/** More than the window draws while it is idle. */
const exchanges = 250

beforeAll(async () => {
  const store = openStore(home)
  const add = (id: string, question: string, text: string, reasoning = '') => {
    const { reply } = store.messages.addExchange(id, question, 'tiny')
    if (reasoning) store.messages.appendReply(reply.id, 'reasoning', reasoning)
    store.messages.appendReply(reply.id, 'answer', text)
    store.messages.finishReply(reply.id, { state: 'done' })
  }
  const { id } = store.conversations.create('Birds of the coast')
  for (let number = 0; number < exchanges; number++) {
    const isFirst = number === 0
    add(
      id,
      isFirst ? 'Is a heron a bird?' : `Question ${number}`,
      isFirst ? 'A **her**on, yes. Heron!' : `Answer ${number}.`,
    )
  }
  add(id, 'And the last heron?', 'It flew away.', 'The user asks about a heron.')
  store.conversations.create('Minutes of the board')
  store.close()
  app = await App.launch(home)
  await app.waitForEngine()
  await app.limitReplies(60)
  await row('Birds of the coast').click()
  await app.questions.last().getByText('And the last heron?').waitFor()
})
afterAll(async () => {
  await app.quit()
  removeHome(home)
})

const row = (title: string) => app.conversations.getByRole('button', { name: title, exact: true })
const field = () => app.page.getByRole('searchbox', { name: 'Find in conversation' })
const place = (words: string) => app.page.getByRole('search').getByRole('status').getByText(words, { exact: true })
const marked = () =>
  app.page.evaluate(() => {
    const frame = document.querySelector('.transcript-scroller')?.getBoundingClientRect() ?? new DOMRect()
    const ranges = [...(CSS.highlights.get('find-current') ?? [])] as Range[]
    return ranges.map((range) => ({
      word: range.toString(),
      isSeen: range.getBoundingClientRect().top >= frame.top && range.getBoundingClientRect().bottom <= frame.bottom,
    }))
  })
const queued = () => app.page.getByRole('list', { name: 'Queued' }).getByRole('listitem')
const focusedName = () => app.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))

test('⌘F counts every occurrence in the whole conversation, and ⌘G goes through them, also where nothing is drawn', async () => {
  await app.composer.fill('Half a thought')
  await pressKeys(app, 'Control+F', 'text:heron')
  // From what is in sight on: the last question.
  await place('4 of 5').waitFor()
  await expect.poll(marked).toEqual([{ word: 'heron', isSeen: true }])
  await pressKeys(app, 'Control+G')
  // In the reasoning, which opens for it.
  await place('5 of 5').waitFor()
  await expect.poll(marked).toEqual([{ word: 'heron', isSeen: true }])
  await pressKeys(app, 'Control+G')
  await place('1 of 5').waitFor()
  await expect.poll(marked).toEqual([{ word: 'heron', isSeen: true }])
  await pressKeys(app, 'Control+G')
  await place('2 of 5').waitFor()
  await expect.poll(marked).toEqual([{ word: 'heron', isSeen: true }])
  await pressKeys(app, 'Control+Shift+G', 'Control+Shift+G')
  await place('5 of 5').waitFor()
  await field().fill('walrus')
  await place('Not found').waitFor()
  await pressKeys(app, 'Escape')
  await field().waitFor({ state: 'detached' })
  expect(await focusedName()).toBe('Message')
  expect(await app.composer.inputValue()).toBe('Half a thought')
  expect(await app.page.evaluate(() => CSS.highlights.has('find'))).toBe(false)
  await app.composer.fill('')
})

test('⌘K finds actions and conversations; ⌘1 and ⌘2 open conversations by their place', async () => {
  const palette = app.page.getByRole('dialog', { name: 'Commands' })
  const command = palette.getByRole('combobox', { name: 'Command' })
  await pressKeys(app, 'Control+K', 'text:minutes')
  await palette.getByRole('option', { name: 'Minutes of the board' }).waitFor()
  await command.press('Enter')
  await palette.waitFor({ state: 'hidden' })
  await app.page.getByRole('heading', { level: 1, name: 'Minutes of the board' }).waitFor()
  await pressKeys(app, 'Control+K', 'text:birds', 'Enter')
  await app.page.getByRole('heading', { level: 1, name: 'Birds of the coast' }).waitFor()
  const title = (number: number) => app.conversations.nth(number).getByRole('button').getAttribute('title')
  for (const number of [1, 2]) {
    await pressKeys(app, `Control+${number}`)
    await app.page.getByRole('heading', { level: 1, name: (await title(number - 1)) ?? '' }).waitFor()
  }
  await pressKeys(app, 'Control+K', 'text:find in', 'Enter')
  await row('Birds of the coast').click()
  expect(await app.page.title()).toBe('Birds of the coast')
})

test('each message is one stop of Tab, with the arrow keys between what it has', async () => {
  await app.questions.last().getByText('And the last heron?').waitFor()
  const focus = () =>
    app.page.evaluate(() => {
      const { activeElement } = document
      const messages = [...document.querySelectorAll('.message')]
      return {
        name: activeElement?.getAttribute('aria-label') ?? activeElement?.textContent,
        fromEnd: messages.length - messages.indexOf(activeElement?.closest('.message') ?? document.body),
      }
    })
  await app.replies.last().getByRole('button', { name: 'Copy', exact: true }).focus()
  await pressKeys(app, 'Right')
  await expect.poll(focus).toEqual({ name: 'Edit', fromEnd: 1 })
  await pressKeys(app, 'Shift+Tab')
  await expect.poll(focus).toEqual({ name: 'Copy', fromEnd: 2 })
  await pressKeys(app, 'Tab')
  await expect.poll(focus).toEqual({ name: 'Edit', fromEnd: 1 })
})

test('⌘J jumps to one of the user’s own messages', async () => {
  await row('Birds of the coast').click()
  await app.questions.last().getByText('And the last heron?').waitFor()
  await pressKeys(app, 'Control+J', 'text:question 7', 'Enter')
  const question = app.questions.getByText('Question 7', { exact: true })
  await question.waitFor()
  const isSeen = () =>
    question.evaluate((element) => {
      const { top } = element.getBoundingClientRect()
      return top > 0 && top < window.innerHeight
    })
  await expect.poll(isSeen).toBe(true)
})

test('while a reply runs Return queues the message, Stop stays, and it is sent once when the reply is done', async () => {
  await pressKeys(app, 'Control+N')
  const release = await holdEngine(app)
  await app.send(longQuestion)
  await app.button('Stop').waitFor()
  await app.send('Second question')
  await app.send('Third question')
  await expect.poll(() => queued().count()).toBe(2)
  await app.page.getByText('Sent when this reply is done').waitFor()
  expect(await app.button('Stop').isVisible()).toBe(true)
  expect(await app.questions.count()).toBe(1)
  // ↑ in the empty message takes the last one back, where it can be changed.
  await app.composer.press('ArrowUp')
  await expect.poll(() => app.composer.inputValue()).toBe('Third question')
  await app.composer.fill('Third question, changed')
  await app.composer.press('Enter')
  await expect.poll(() => queued().allInnerTexts()).toEqual(['Second question', 'Third question, changed'])
  await queued().last().getByRole('button', { name: 'Remove' }).click()
  await expect.poll(() => queued().count()).toBe(1)
  await release()
  await app.questions.nth(1).getByText('Second question').waitFor()
  await app.button('Stop').waitFor({ state: 'hidden' })
  await expect.poll(() => queued().count()).toBe(0)
  expect(await app.questions.allInnerTexts()).toHaveLength(2)
})

test('after Stop it waits, also over a restart, until the user sends it', async () => {
  const release = await holdEngine(app)
  await app.send('Another long question')
  await app.button('Stop').waitFor()
  await app.send('Waiting question')
  await queued().getByText('Waiting question').waitFor()
  await app.button('Stop').click()
  await release()
  await app.page.getByText('Not sent, because the reply did not finish').waitFor()
  await app.restart()
  await app.waitForEngine()
  await queued().getByText('Waiting question').waitFor()
  await app.button('Send now').click()
  await app.questions.getByText('Waiting question').waitFor()
  await expect.poll(() => queued().count()).toBe(0)
  await app.button('Stop').waitFor({ state: 'hidden' })
  expect(await app.questions.filter({ hasText: 'Waiting question' }).count()).toBe(1)
})
