import { openRow } from '../history/in-window.mjs'
import { newChat, openConversation } from './replay-reply.mjs'
import { percentile, traced } from './trace.mjs'

const opens = 20
const frames = 240
const pixelsPerFrame = 1_500

/** Opens a conversation of 10,000 messages again and again, then scrolls through it as fast as a hand does. */
export async function measureLong({ app, page }, id) {
  const samples = []
  for (let count = 0; count < opens; count++) {
    await newChat(page)
    samples.push(await page.evaluate(openRow, id))
  }
  await newChat(page)
  await openConversation(page, id)
  await page.evaluate(awaitQuiet)
  let scrolled = { rows: 0, longestIntervalMs: 0 }
  const { busy } = await traced(app, async () => {
    scrolled = await page.evaluate(scrollFast, { frames, pixelsPerFrame })
  })
  await newChat(page)
  return {
    openP95Ms: { value: percentile(samples, 0.95), p50: Math.round(percentile(samples, 0.5) * 10) / 10 },
    rowsInDom: { value: scrolled.rows },
    scrollLongestFrameMs: {
      value: Math.max(0, ...busy),
      p95: Math.round(percentile(busy, 0.95) * 10) / 10,
      longestIntervalMs: Math.round(scrolled.longestIntervalMs * 10) / 10,
      frames,
    },
  }
}

/** Runs in the page. Ends after half a second without a change. */
function awaitQuiet() {
  return new Promise((resolve) => {
    let timer
    const observer = new MutationObserver(() => wait())
    const wait = () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        observer.disconnect()
        resolve()
      }, 500)
    }
    observer.observe(document.body, { subtree: true, childList: true })
    wait()
  })
}

/** Runs in the page: up through the older messages, and down again. Returns the most messages that were in the page at once. */
function scrollFast({ frames, pixelsPerFrame }) {
  const scroller = document.querySelector('.transcript-scroller')
  const count = () => document.querySelectorAll('.transcript article').length
  return new Promise((resolve) => {
    let rows = count()
    let longestIntervalMs = 0
    let last
    let frame = 0
    const step = (now) => {
      if (last !== undefined) longestIntervalMs = Math.max(longestIntervalMs, now - last)
      last = now
      rows = Math.max(rows, count())
      if (frame === frames) return resolve({ rows, longestIntervalMs })
      scroller.scrollTop += frame < frames / 2 ? -pixelsPerFrame : pixelsPerFrame
      frame++
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })
}
