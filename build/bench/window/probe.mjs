/** Measures how long the window takes. */
export class Probe {
  #page
  #session

  constructor(page, session) {
    this.#page = page
    this.#session = session
  }

  static async attach(page) {
    const session = await page.context().newCDPSession(page)
    await session.send('Performance.enable')
    return new Probe(page, session)
  }

  /**
   * Runs `act`, waits until the wanted element is in the page and then until nothing changes any more. Returns no `firstMs`
   * if the element was there before.
   * @param {() => Promise<unknown>} act
   * @param {{ selector: string, text?: string }} wanted `text`: a part of the element's text
   * @param {number} times how often `act` repeats its step: busy time is per step
   */
  async measure(act, wanted, times = 1) {
    const before = await this.#busyMs()
    const watch = await this.#page.evaluateHandle(beginWatch, wanted)
    await act()
    const { firstMs, longestFrameMs } = await watch.evaluate((watching) => watching.end())
    const busyMs = (await this.#busyMs()) - before
    return { ...(firstMs > 0 && { firstMs }), busyMs: busyMs / times, longestFrameMs }
  }

  async #busyMs() {
    const { metrics } = await this.#session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1_000
  }
}

/** Runs in the page. Ends after twelve frames in a row without a change. */
function beginWatch({ selector, text }) {
  const isThere = () =>
    [...document.querySelectorAll(selector)].some((element) => !text || element.textContent.includes(text))
  const quietFrames = 12
  let isDone = false
  const done = new Promise((resolve) => {
    const startedAt = performance.now()
    let lastAt = startedAt
    let longestFrameMs = 0
    let firstMs = isThere() ? 0 : undefined
    let quiet = 0
    const observer = new MutationObserver(() => {
      quiet = 0
    })
    observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    const onFrame = () => {
      const now = performance.now()
      longestFrameMs = Math.max(longestFrameMs, now - lastAt)
      lastAt = now
      if (firstMs === undefined && isThere()) firstMs = now - startedAt
      quiet = isDone && firstMs !== undefined ? quiet + 1 : 0
      if (quiet <= quietFrames) return requestAnimationFrame(onFrame)
      observer.disconnect()
      resolve({ firstMs, longestFrameMs })
    }
    requestAnimationFrame(onFrame)
  })
  const end = () => {
    isDone = true
    return done
  }
  return { end }
}
