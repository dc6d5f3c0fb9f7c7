// Measures pdf.js alone, in a window like the app's reader: prints `[{ pages, seconds }]` for the files of the command line.
const { app, BrowserWindow } = require('electron')
const { readFileSync } = require('node:fs')
const { join } = require('node:path')

/** Modules and character maps of the page are files, which Chromium would not let another file load. */
const webPreferences = { webSecurity: false, backgroundThrottling: false }

async function measure(path) {
  const window = new BrowserWindow({ show: false, webPreferences })
  try {
    await window.loadFile(join(__dirname, 'page.html'))
    const base64 = JSON.stringify(readFileSync(path).toString('base64'))
    return await window.webContents.executeJavaScript(
      `readText(Uint8Array.from(atob(${base64}), (character) => character.charCodeAt(0)))`,
    )
  } finally {
    window.destroy()
  }
}

// Between two files there is no window.
app.on('window-all-closed', () => {})
app
  .whenReady()
  .then(async () => {
    const figures = []
    for (const path of process.argv.slice(process.argv.indexOf('--') + 1)) figures.push(await measure(path))
    await new Promise((done) => process.stdout.write(JSON.stringify(figures), done))
    app.exit(0)
  })
  .catch((error) => {
    console.error(error)
    app.exit(1)
  })
