import { afterEach, beforeEach, expect, test } from 'vitest'
import { App, longQuestion, newHome, removeHome } from './app.js'

let home: string
let app: App

beforeEach(async () => {
  home = newHome()
  app = await App.launch(home)
  await app.limitReplies(200)
})

afterEach(async () => {
  await app.quit()
  removeHome(home)
})

test('a first message is answered, without markers, and titled in the sidebar', async () => {
  const reply = await app.ask('Hello')
  const text = await reply.innerText()
  expect(text).not.toMatch(/<\||\|>/)
  expect(text.length).toBeGreaterThan(5)
  await app.conversations.filter({ hasText: 'Hello' }).waitFor()
})

test('a reply grows on the screen before it is whole', async () => {
  await app.send(longQuestion)
  const lengths = new Set<number>()
  while (lengths.size < 3) lengths.add((await app.replies.last().innerText()).length)
  await app.button('Stop').waitFor({ state: 'hidden' })
})

test('Stop keeps the text, says so, and the next message is answered', async () => {
  await app.send(longQuestion)
  // Pressed in the page itself: the demonstration model is done within a second.
  await app.page.waitForFunction(() => {
    const replies = document.querySelectorAll('[role=log] article[aria-label=Assistant]')
    if ((replies[replies.length - 1]?.textContent ?? '').length < 60) return false
    document.querySelector<HTMLButtonElement>('button[aria-label=Stop]')?.click()
    return true
  })
  await app.replies.last().getByText('Stopped').waitFor()
  expect((await app.replies.last().innerText()).length).toBeGreaterThan(40)
  const next = await app.ask('Hello')
  expect((await next.innerText()).length).toBeGreaterThan(5)
})

test('a reload of the window in mid-reply loses nothing and goes on showing the reply', async () => {
  await app.send(longQuestion)
  await app.button('Stop').waitFor()
  await app.page.reload()
  await app.questions.first().waitFor()
  await app.replies.last().waitFor()
  await app.button('Stop').waitFor({ state: 'hidden' })
  expect((await app.replies.last().innerText()).length).toBeGreaterThan(80)
})

test('a reply goes on while another conversation is open', async () => {
  await app.send(longQuestion)
  await app.button('Stop').waitFor()
  await app.button('New chat').click()
  await app.ask('Hello')
  await app.conversations.filter({ hasText: 'Summarise' }).first().click()
  await app.questions.filter({ hasText: 'ferry' }).waitFor()
  await app.button('Stop').waitFor({ state: 'hidden' })
  expect((await app.replies.last().innerText()).length).toBeGreaterThan(80)
})

test('conversations are renamed, go to the trash and come back with Undo', async () => {
  await app.ask('Hello')
  const [conversation] = await app.request('listConversations')
  const id = conversation?.id ?? ''
  await app.conversations.getByRole('button').dblclick()
  const field = app.page.getByRole('textbox', { name: 'Title' })
  await field.waitFor()
  // One that comes while nothing is changed in the field, as the model's own does, is not written over.
  await app.request('renameConversation', id, 'Minutes of the board')
  await expect.poll(() => app.page.getByRole('heading', { level: 1 }).innerText()).toBe('Minutes of the board')
  await field.press('Enter')
  const row = app.conversations.filter({ hasText: 'Minutes of the board' })
  await row.waitFor()
  await app.menu('Move to Trash')
  await row.waitFor({ state: 'detached' })
  await app.button('Undo').click()
  await row.waitFor()
})
