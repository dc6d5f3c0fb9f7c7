import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Bridge } from '../contract/bridge.js'
import { initialSettings } from '../contract/settings.js'
import { Database } from '../electron/main/store/database.js'
import { storeFile } from '../electron/main/store/open-store.js'
import { App, longQuestion, newHome, removeHome } from './app.js'
import { endlessModel } from './model-folders.js'
import { testWith } from './test-with.js'

const short = { ...initialSettings.defaults, maxTokens: 16 }
const endless = endlessModel()
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

const replyLength = async () => (await app.replies.last().innerText()).length

/** Starts the app with a model whose reply lasts until something ends it, and sends a message. */
async function beginEndlessReply(): Promise<string> {
  await app.quit()
  app = await App.launch(home, { PARLEY_MODEL: endless })
  const { conversationId } = await app.request('sendMessage', null, longQuestion)
  await app.conversations.first().getByRole('button').click()
  await app.replies.last().waitFor()
  return conversationId
}

/** The last answer that main sends to a window that opens the conversation. */
const sentAnswer = (conversationId: string) =>
  app.page.evaluate((id) => {
    const { parley } = globalThis as unknown as { parley: Bridge }
    return new Promise<string>((resolve) => {
      const close = parley.open.conversation({ conversationId: id }, async ({ events }) => {
        for (const event of events) {
          if (event.type !== 'snapshot') continue
          const last = event.transcript.messages.at(-1)
          resolve(last?.role === 'assistant' ? last.text : '')
          queueMicrotask(() => close())
        }
      })
    })
  }, conversationId)

/** The part of the running answer that is in the database file. */
function storedAnswer(): string {
  const db = new Database(join(home, storeFile), { readOnly: true })
  try {
    const chunks = db.prepare<{ text: string }>(`SELECT text FROM chunks WHERE channel = 'answer' ORDER BY sequence`)
    return chunks.all().reduce((text, chunk) => text + chunk.text, '')
  } finally {
    db.close()
  }
}

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim()
/** The text without its last line, which Markdown may show differently when it is complete. */
const wholeLines = (text: string) => text.slice(0, text.lastIndexOf('\n'))

test('every conversation, message and draft survives a restart', async () => {
  const reply = await (await app.ask('Hello')).innerText()
  await app.composer.fill('half a thought')
  await app.quit()
  await restart()
  await app.questions.filter({ hasText: 'Hello' }).waitFor()
  await expect.poll(() => app.replies.last().innerText()).toContain(reply.split('\n')[0])
  await expect.poll(() => app.composer.inputValue()).toBe('half a thought')
})

testWith('endless')('SIGKILL during a reply keeps the message and the visible part of the reply', async () => {
  const conversationId = await beginEndlessReply()
  const answer = () => app.replies.last().locator('[data-part=answer]').innerText()
  await expect.poll(async () => wholeLines(await answer()).length).toBeGreaterThan(40)
  const shown = wholeLines(await answer())
  const sent = await sentAnswer(conversationId)
  // The reply is still running, so text is stored while more arrives.
  await expect.poll(() => storedAnswer().startsWith(sent)).toBe(true)
  await app.kill()
  await restart()
  await app.questions.filter({ hasText: 'ferry' }).waitFor()
  await app.replies.last().getByText('Parley ended while this reply was being written').waitFor()
  expect((await sentAnswer(conversationId)).startsWith(sent)).toBe(true)
  expect(squeezed(await answer())).toContain(squeezed(shown))
  await app.request('setConversationSettings', conversationId, short)
  const next = await app.ask('Hello')
  expect((await next.innerText()).length).toBeGreaterThan(5)
})

testWith('endless')(
  'when the engine dies, the reply keeps its text and says so, and the engine restarts by itself',
  async () => {
    const conversationId = await beginEndlessReply()
    await expect.poll(replyLength).toBeGreaterThan(80)
    const [pid] = await app.enginePids()
    process.kill(Number(pid), 'SIGKILL')
    await app.replies.last().getByText('The model stopped').waitFor()
    expect(await replyLength()).toBeGreaterThan(60)
    await app.waitForEngine()
    await app.request('setConversationSettings', conversationId, short)
    const next = await app.ask('Hello')
    expect((await next.innerText()).length).toBeGreaterThan(5)
  },
)
