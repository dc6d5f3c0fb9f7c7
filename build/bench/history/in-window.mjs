// These functions run in the window: each must be complete in itself.

/** Runs before the page. Sets `firstRowsMs` to a promise: from the window's first requests to the picture with rows. */
export function measureList() {
  window.firstRowsMs = new Promise((resolve) => {
    const look = () => {
      if (!document.querySelector('nav [data-row]')) return requestAnimationFrame(look)
      // The picture of this frame is finished when the next one begins.
      requestAnimationFrame((now) => {
        const [navigation] = performance.getEntriesByType('navigation')
        resolve(now - navigation.domContentLoadedEventStart)
      })
    }
    requestAnimationFrame(look)
  })
}

/** Clicks on the row of a conversation; until its last message is in sight and painted. */
export function openRow(id) {
  const start = performance.now()
  document.querySelector(`nav [data-row="${id}"]`).click()
  return new Promise((resolve) => {
    const look = () => {
      const transcript = document.querySelector(`.transcript[data-conversation="${id}"]`)
      const last = transcript && [...transcript.querySelectorAll('article')].at(-1)
      const box = last?.getBoundingClientRect()
      const isInSight = box && box.top < innerHeight && box.bottom > 0
      requestAnimationFrame(isInSight ? (now) => resolve(now - start) : look)
    }
    requestAnimationFrame(look)
  })
}

/** Warms up the search. */
export function awaitPicture() {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
}

/** Sets the search field to a query, as a key does; until its results are painted. */
export function typeKey(query) {
  const field = document.querySelector('nav input[type=search]')
  const start = performance.now()
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, query)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  return new Promise((resolve) => {
    const look = () => {
      const shown = document.querySelector('nav [data-query]')?.dataset.query
      requestAnimationFrame(shown === query ? (now) => resolve(now - start) : look)
    }
    requestAnimationFrame(look)
  })
}
