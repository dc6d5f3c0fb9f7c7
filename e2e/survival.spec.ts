import { afterEach, beforeEach, expect, test } from 'vitest'
import { App, longQuestion, newHome, removeHome } from './app.js'

let home: string
let app: App

beforeEach(async () => {
  home = newHome()
  app = await App.launch(home)
})

afterEach(async () => {
  await app.quit()
  removeHome(home)
})

const restart = async () => {
  app = await App.launch(home)
}

const replyLength = () => app.replies.last().innerText()

async function waitForText(): Promise<string> {
  await app.replies.last().waitFor()
  let text = ''
  while (text.length < 80) text = await replyLength()
  return text
}

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim()

/** Text of an answer that has been on the screen for longer than it may take to be stored. */
async function answerFor300Ms(): Promise<string> {
  const answer = app.replies.last().locator('[data-part=answer]')
  let shown = ''
  while (shown.length < 40) shown = await answer.innerText()
  const since = Date.now()
  while (Date.now() - since < 300) await answer.innerText()
  return shown
}

test('after a restart every conversation, message and draft is there', async () => {
  const reply = await (await app.ask('Hello')).innerText()
  await app.composer.fill('half a thought')
  await app.quit()
  await restart()
  await app.questions.filter({ hasText: 'Hello' }).waitFor()
  expect(await app.replies.last().innerText()).toContain(reply.split('\n')[0])
  expect(await app.composer.inputValue()).toBe('half a thought')
})

test('SIGKILL in mid-stream keeps the message and what was shown of the reply', async () => {
  await app.send(longQuestion)
  const shown = await answerFor300Ms()
  await app.kill()
  await restart()
  await app.questions.filter({ hasText: 'ferry' }).waitFor()
  await app.replies.last().getByText('Parley ended while this reply was being written').waitFor()
  expect(squeezed(await app.replies.last().locator('[data-part=answer]').innerText())).toContain(squeezed(shown))
  const next = await app.ask('Hello')
  expect((await next.innerText()).length).toBeGreaterThan(5)
})

test('when the engine dies the reply keeps its text and says so, and the engine comes back by itself', async () => {
  await app.send(longQuestion)
  await waitForText()
  const [pid] = await app.enginePids()
  process.kill(Number(pid), 'SIGKILL')
  await app.replies.last().getByText('The model stopped').waitFor()
  expect((await replyLength()).length).toBeGreaterThan(60)
  await app.waitForEngine()
  const next = await app.ask('Hello')
  expect((await next.innerText()).length).toBeGreaterThan(5)
})
