import { beforeEach, expect, test } from 'vitest'
import type { Bridge } from '../contract/bridge.js'
import type { AssistantMessage } from '../contract/chat.js'
import { App } from './app.js'
import { endlessModel } from './model-folders.js'

/** With this model the reasoning lasts until the user ends it, and the answer until it is stopped. */
process.env.PARLEY_MODEL = endlessModel('reasoning')
const app = App.ofFile()

beforeEach(async () => {
  await app.button('New chat').click()
  await app.page.getByText('What are you working on?').waitFor()
})

const answer = async () => (await app.replies.last().locator('[data-part=answer]').innerText()).trim()

async function stopInAnswer(): Promise<void> {
  await app.replies.last().locator('[data-part=answer]').waitFor()
  await expect.poll(answer).not.toBe('')
  await app.button('Stop').press('Enter')
  await app.button('Stop').waitFor({ state: 'hidden' })
}

test('Answer now folds the unfinished reasoning and starts the answer', async () => {
  await app.send('Think at length')
  await app.button('Answer now').click()
  await stopInAnswer()
  const reply = app.replies.last()
  const toggle = reply.getByRole('group', { name: 'Reasoning' }).getByRole('button', { name: /^Thought/ })
  await expect.poll(() => toggle.getAttribute('aria-expanded')).toBe('false')
  expect(await answer()).not.toBe('')
  await reply.getByRole('button', { name: 'Statistics' }).click()
  const popover = app.page.getByRole('dialog', { name: 'Statistics' })
  await popover.getByText('ended by you').waitFor()
  await app.page.keyboard.press('Escape')
  await popover.waitFor({ state: 'hidden' })
})

test('Answer now keeps the reasoning so far and gives an answer', async () => {
  const { conversationId } = await app.request('sendMessage', null, 'Hello')
  await app.conversations.first().getByRole('button').click()
  await app.page.evaluate((id) => {
    const { parley } = globalThis as unknown as { parley: Bridge }
    return new Promise<void>((resolve) => {
      const close = parley.open.conversation({ conversationId: id }, async ({ events }) => {
        if (!events.some((event) => event.type === 'text' && event.channel === 'reasoning')) return
        await parley.request.answerNow(id)
        resolve()
        close()
      })
    })
  }, conversationId)
  await stopInAnswer()
  const { reasoning, text, recipe, statistics } = await storedReply(conversationId)
  expect(reasoning).not.toBe('')
  expect(text.trim()).not.toBe('')
  expect(recipe).toMatchObject({ reasoningControl: 'ended-by-user' })
  expect(statistics?.reasoningTokens).toBeLessThan(statistics?.replyTokens ?? 0)
})

/** The reply that main sends to a window that opens the conversation. */
const storedReply = (conversationId: string) =>
  app.page.evaluate((id) => {
    const { parley } = globalThis as unknown as { parley: Bridge }
    return new Promise<AssistantMessage>((resolve) => {
      const close = parley.open.conversation({ conversationId: id }, async ({ events }) => {
        for (const event of events) {
          if (event.type !== 'snapshot') continue
          resolve(event.transcript.messages.at(-1) as AssistantMessage)
          queueMicrotask(() => close())
        }
      })
    })
  }, conversationId)

test('while the model thinks nothing that is read moves or fades, and a dot shows that it works', async () => {
  await app.send('Think at length')
  await app.replies.last().getByText('Thinking…').waitFor()
  await app.page.emulateMedia({ reducedMotion: 'no-preference' })
  const animated = () =>
    app.page.evaluate(() =>
      document.getAnimations().flatMap((animation) => {
        const { target } = animation.effect as KeyframeEffect
        const isEndless = animation.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY
        const words = [...(target?.childNodes ?? [])].filter(
          (node) => !(node instanceof HTMLElement && node.matches('.hidden')),
        )
        const text = words.map((node) => node.textContent).join('')
        return isEndless ? [{ name: (target as HTMLElement).className, text }] : []
      }),
    )
  await expect.poll(animated).toContainEqual({ name: 'reasoning-dot', text: '' })
  expect((await animated()).filter(({ text }) => text !== '')).toEqual([])
  await app.page.emulateMedia({ reducedMotion: 'reduce' })
  await expect.poll(animated).toEqual([])
  await app.page.emulateMedia({ reducedMotion: null })
  await app.button('Stop').press('Enter')
  await app.button('Stop').waitFor({ state: 'hidden' })
})
