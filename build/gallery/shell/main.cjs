// A window for the gallery's pictures, in the Chromium that the app has.
const { app, BrowserWindow } = require('electron')
const { mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')

const data = mkdtempSync(join(tmpdir(), 'parley-gallery-'))
app.setPath('userData', data)
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1100, height: 760, webPreferences: { sandbox: true } })
  return window.loadURL('about:blank')
})
app.on('window-all-closed', () => app.quit())
app.on('quit', () => rmSync(data, { recursive: true, force: true }))
