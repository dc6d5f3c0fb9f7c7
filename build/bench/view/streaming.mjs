import {
  markdownOf,
  newChat,
  openConversation,
  prepareTranscript,
  pushChanges,
  question,
  reply,
  replyId,
  streamText,
} from './replay-reply.mjs'
import { percentile, traced } from './trace.mjs'

const tokensPerSecond = 200
const small = 10_000
const large = 100_000

/** A reply of 100 KB, beside one of 10 KB. */
export async function measureStreaming(window, { small: smallId, large: largeId }) {
  await streamOnce(window, smallId, small) // warms up, unmeasured
  const before = await streamOnce(window, smallId, small)
  const after = await streamOnce(window, largeId, large)
  return {
    scriptPerFrameP95Ms: { value: percentile(after.script, 0.95), frames: after.script.length },
    longestTaskMs: { value: after.longestTask },
    scriptTotalMs: { value: after.scriptTotal },
    costRatio: {
      value: after.busyTotal / before.busyTotal,
      busyMs: [before.busyTotal, after.busyTotal].map(Math.round),
    },
  }
}

async function streamOnce({ app, page }, id, characters) {
  await prepareTranscript(app, id, [question(id), reply(id)])
  await openConversation(page, id)
  const text = markdownOf(characters)
  const frames = await traced(app, async () => {
    await streamText(app, id, replyId(id), text, tokensPerSecond)
    await pushChanges(app, id, [{ type: 'state', messageId: replyId(id), state: 'done' }])
    await page.locator('.reply-actions').waitFor({ state: 'attached' })
  })
  await newChat(page)
  return frames
}
