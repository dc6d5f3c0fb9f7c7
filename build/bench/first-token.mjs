/**
 * `npm run bench -- first-token`: milliseconds from Send to the first token on the screen, in the real app. Splits each
 * time into the model's share (MLX reads the prompt and makes one token) and the app's own share.
 */
import { withDisplay } from '../display.mjs'
import { launchInfo } from '../launch.mjs'
import { withApp } from './with-app.mjs'

const questions = ['Hello', 'What can you do?', 'Tell me a joke', 'Thanks', 'Write a short poem']

export async function firstToken({ sends = 50 } = {}) {
  const info = await launchInfo()
  return withDisplay(() => withApp(info, (app) => measureSends(app, sends)))
}

async function measureSends({ page }, sends) {
  const samples = []
  for (let n = 0; n < sends; n++) {
    await page.getByRole('button', { name: 'New chat', exact: true }).click()
    samples.push(await measure(page, questions[n % questions.length]))
  }
  return {
    sends,
    totalMs: summary(samples.map((s) => s.total)),
    modelMs: summary(samples.map((s) => s.model)),
    oursMs: summary(samples.map((s) => s.total - s.model)),
  }
}

/** Measures one send: a MutationObserver in the page finds the first text of the reply; the time ends at the next frame. */
async function measure(page, question) {
  await page.getByRole('textbox', { name: 'Message' }).fill(question)
  const total = await page.evaluate(() => {
    const log = document.body
    const button = document.querySelector('button[aria-label="Send"]')
    return new Promise((resolve) => {
      const start = performance.now()
      const hasToken = () => {
        const reply = [...document.querySelectorAll('article[aria-label="Assistant"]')].at(-1)
        return (
          (reply?.querySelector('[role=group][aria-label=Reasoning], [data-part=answer]')?.textContent ?? '') !== ''
        )
      }
      new MutationObserver((_, observer) => {
        if (!hasToken()) return
        observer.disconnect()
        requestAnimationFrame(() => resolve(performance.now() - start))
      }).observe(log, { subtree: true, childList: true, characterData: true })
      button.click()
    })
  })
  await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'hidden' })
  const model = await page.evaluate(async () => {
    const conversation = (await window.parley.request.listConversations()).value[0]
    return new Promise((resolve) => {
      const close = window.parley.open.conversation({ conversationId: conversation.id }, async ({ events }) => {
        const reply = events[0]?.transcript?.messages.at(-1)
        if (!reply) return
        close()
        resolve(reply.statistics.firstTokenMs)
      })
    })
  })
  return { total, model }
}

function summary(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)])
  return { p50: at(0.5), p95: at(0.95), max: at(1) }
}
