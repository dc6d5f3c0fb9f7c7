import { markdownOf, newChat, prepareTranscript, pushChanges, question, reply, replyId } from './replay-reply.mjs'

const rounds = 20
const repliesPerRound = 50
const repliesAtOnce = 5
/** The first rounds fill caches: of code, of fonts, of highlighted languages. */
const warmRounds = 4

/** The heap of the window after 1,000 replies, in conversations of 50, against that after the first 200. */
export async function measureHeap({ app, page }, id) {
  const session = await page.context().newCDPSession(page)
  const text = markdownOf(1_000)
  const samples = []
  for (let round = 0; round < rounds; round++) {
    await prepareTranscript(app, id, [])
    await page.evaluate((row) => document.querySelector(`nav [data-row="${row}"]`).click(), id)
    await page.locator(`.transcript[data-conversation="${id}"]`).waitFor()
    for (let number = 0; number < repliesPerRound; number += repliesAtOnce)
      await replySome({ app, page }, id, number, text)
    await newChat(page)
    samples.push(await heapMegabytes(session))
  }
  const growth = mean(samples.slice(-3)) - mean(samples.slice(warmRounds - 3, warmRounds))
  return {
    heapGrowthMegabytes: { value: growth, samples: samples.map((megabytes) => Math.round(megabytes * 10) / 10) },
  }
}

async function replySome({ app, page }, id, first, text) {
  const numbers = Array.from({ length: repliesAtOnce }, (_, index) => first + index)
  const half = text.length / 2
  const say = (number, part) => ({ type: 'text', messageId: replyId(id, number), channel: 'answer', text: part })
  for (const number of numbers) {
    await pushChanges(app, id, [
      { type: 'message', message: question(id, number) },
      { type: 'message', message: reply(id, number) },
      say(number, text.slice(0, half)),
    ])
    await pushChanges(app, id, [
      say(number, text.slice(half)),
      { type: 'state', messageId: replyId(id, number), state: 'done' },
    ])
  }
  await page.locator(`[data-message="${replyId(id, numbers.at(-1))}"] .reply-actions`).waitFor({ state: 'attached' })
}

async function heapMegabytes(session) {
  for (let times = 0; times < 2; times++) await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize / 1e6
}

const mean = (values) => values.reduce((total, value) => total + value, 0) / values.length
