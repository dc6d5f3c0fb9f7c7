// Loaded by -r. Delays `ready` until Playwright's driver is attached and calls __playwright_run.
// A driver that attaches while the first page commits misses Page.frameNavigated and times out.
const { app } = require('electron')

const ready = app.whenReady()
const attached = new Promise((resolve) => {
  globalThis.__playwright_run = () => resolve()
})
app.whenReady = () => attached.then(() => ready)
