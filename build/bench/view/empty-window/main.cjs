// What the cold start of Parley is compared with: Electron, and a window with one field.
const { app, BrowserWindow } = require('electron')
const { join } = require('node:path')

app.setPath('userData', join(process.env.PARLEY_HOME, 'empty-window'))
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1100, height: 760, webPreferences: { sandbox: true } })
  return window.loadFile(join(__dirname, 'page.html'))
})
app.on('window-all-closed', () => app.quit())
