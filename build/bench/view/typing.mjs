import {
  markdownOf,
  newChat,
  openConversation,
  prepareTranscript,
  question,
  reply,
  replyId,
  streamText,
} from './replay-reply.mjs'
import { percentile } from './trace.mjs'

const keys = 150
const letter = { key: 'e', code: 'KeyE', text: 'e', windowsVirtualKeyCode: 69 }
const tokensPerSecond = 200

/**
 * From a key until the picture with its letter is drawn, without the time in which the window waits for the next frame:
 * the main thread's delay, what it does for the key, and its part of the frame. `withFrameP95Ms` has that time, too.
 */
export async function measureTyping({ app, page }, id) {
  await prepareTranscript(app, id, [question(id), reply(id)])
  await openConversation(page, id)
  const session = await page.context().newCDPSession(page)
  await page.getByRole('textbox', { name: 'Message' }).focus()
  await page.evaluate(watchKeys)
  const streaming = streamText(app, id, replyId(id), markdownOf(20_000), tokensPerSecond)
  for (let count = 0; count < keys; count++) {
    for (const type of ['keyDown', 'keyUp']) await session.send('Input.dispatchKeyEvent', { type, ...letter })
    // Uneven, so that keys come at every point of a frame.
    await page.waitForTimeout(60 + ((count * 37) % 50))
  }
  await streaming
  const samples = await page.evaluate(() => window.typedKeys)
  await page.getByRole('textbox', { name: 'Message' }).fill('')
  await newChat(page)
  return {
    typingP95Ms: {
      value: percentile(
        samples.map(({ ownMs }) => ownMs),
        0.95,
      ),
      withFrameP95Ms:
        Math.round(
          percentile(
            samples.map(({ untilPictureMs }) => untilPictureMs),
            0.95,
          ) * 10,
        ) / 10,
      keys: samples.length,
    },
  }
}

/** Runs in the page. */
function watchKeys() {
  window.typedKeys = []
  const { port1, port2 } = new MessageChannel()
  let onDrawn = () => {}
  port1.onmessage = () => onDrawn()
  window.addEventListener('input', ({ timeStamp }) => {
    // After React, which draws in a microtask of the event.
    queueMicrotask(() => {
      const handledMs = performance.now() - timeStamp
      requestAnimationFrame(() => {
        const frameAt = performance.now()
        onDrawn = () => {
          const now = performance.now()
          window.typedKeys.push({ ownMs: handledMs + now - frameAt, untilPictureMs: now - timeStamp })
        }
        // Its turn comes when the picture of this frame is handed over.
        port2.postMessage(null)
      })
    })
  })
}
