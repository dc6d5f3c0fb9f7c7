// Loaded by -r. Keeps the app from becoming ready until Playwright's driver is attached and calls __playwright_run.
// A driver that attaches while the first page commits misses Page.frameNavigated and waits for it until it times out.
const { app } = require('electron')

const ready = app.whenReady()
const driven = new Promise((resolve) => {
  globalThis.__playwright_run = () => resolve()
})
app.whenReady = () => driven.then(() => ready)
